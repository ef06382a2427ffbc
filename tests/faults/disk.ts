import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A disk of its own in memory, which can be made full, larger again, or taken away. */
export interface Disk {
	readonly path: string;
	/** Leaves no more than so many bytes free. */
	fill(free?: number): void;
	/** Makes room again. */
	empty(): void;
	/** Takes the disk away from under those who use it. */
	takeAway(): void;
	remove(): void;
}

const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'pipe' });
const room = '3g';

export function disk(): Disk {
	const folder = mkdtempSync(path.join(tmpdir(), 'techfin-disk-'));
	mount('-t', 'tmpfs', '-o', `size=${room},mode=700`, 'techfin', folder);
	const resize = (size: string | number) => mount('-o', `remount,size=${size}`, folder);
	let there = true;
	return {
		path: folder,
		fill(free = 0) {
			// Others write meanwhile, and no disk can be made smaller than what is on it.
			for (let tries = 0; ; tries += 1)
				try {
					const { blocks, bfree, bsize } = statfsSync(folder);
					resize((blocks - bfree) * bsize + free);
					return;
				} catch (cause) {
					if (tries === 50) throw cause;
				}
		},
		empty: () => void resize(room),
		takeAway() {
			execFileSync('umount', ['-l', folder]);
			there = false;
		},
		remove() {
			if (there) execFileSync('umount', ['-l', folder]);
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** Why there can be no such disk here, if so: it takes the right to mount. */
export const noDisk = ((): string | null => {
	try {
		disk().remove();
		return null;
	} catch (cause) {
		return `mounting a disk is not allowed here: ${(cause as Error).message.split('\n')[0]}`;
	}
})();

/** Makes a folder read-only, as a disk that has failed is; the answer takes that back. */
export function readOnly(folder: string): () => void {
	mount('--bind', folder, folder);
	mount('-o', 'remount,bind,ro', folder);
	return () => execFileSync('umount', ['-l', folder]);
}
