import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { alone } from '../fixtures/one-build.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, '.svelte-kit', 'faults');
const parts = ['src', 'drizzle', 'package.json'] as const;

const newest = (name: string): number => {
	const from = path.join(root, name);
	return Math.max(
		...readdirSync(from, { recursive: true, encoding: 'utf8' }).map(
			(one) => statSync(path.join(from, one)).mtimeMs
		)
	);
};

/**
 * The folder to run a server with fault points from: the same build as everybody's but for `tests/faults/build.config.ts`,
 * beside the sources that its children run. Made once, whichever test file comes first.
 */
export function builtWithFaults(): string {
	mkdirSync(folder, { recursive: true });
	alone(() => {
		const stamp = path.join(folder, 'stamp');
		const made = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
		if (made < Math.max(...['src', 'routes', 'reports', 'drizzle', 'static', 'tests/fixtures'].map(newest))) {
			execFileSync(
				process.execPath,
				[
					'node_modules/vite/bin/vite.js',
					'build',
					'--config',
					'tests/faults/build.config.ts',
					'--logLevel',
					'error'
				],
				{
					cwd: root,
					stdio: 'pipe',
					env: { ...process.env, TECHFIN_BUILD: path.join(folder, 'build'), NODE_ENV: 'production' }
				}
			);
			for (const part of parts)
				if (!existsSync(path.join(folder, part))) symlinkSync(path.join(root, part), path.join(folder, part));
			writeFileSync(stamp, '');
		}
	});
	return folder;
}
