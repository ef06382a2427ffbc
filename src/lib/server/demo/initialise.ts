import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadPublished } from '#lib/server/intake/published.ts';
import { openLedger } from '#lib/server/ledger/open.ts';

/**
 * Makes a ledger: empty, or holding the demo. The file `ready` is written last, so a demo that was cut off while
 * it was being made is recognised and made again; a real ledger is never removed.
 */
export async function initialise(
	dir: string,
	options: { readonly demo: boolean; readonly small?: boolean; readonly log: (line: string) => void }
): Promise<void> {
	const folder = resolve(dir);
	const ready = join(folder, 'ready');
	const unfinished = join(folder, 'demo-unfinished');
	if (!options.demo) {
		const ledger = openLedger(folder);
		try {
			if (!existsSync(ready)) await loadPublished(ledger);
		} finally {
			ledger.close();
		}
		writeFileSync(ready, '');
		return;
	}
	if (existsSync(unfinished)) {
		options.log('上次生成演示数据时中断，重新生成。');
		rmSync(folder, { recursive: true });
	}
	if (existsSync(join(folder, 'ledger.db'))) throw new Error(`目录中已有账本，不能再生成演示数据：${folder}`);
	const ledger = openLedger(folder);
	writeFileSync(unfinished, '');
	try {
		const { makeDemo } = await import('./make.ts');
		let last = -10;
		let stage = '';
		await makeDemo(ledger, {
			small: options.small ?? false,
			onProgress: (text: string, percent: number) => {
				if (text === stage && percent < last + 10 && percent < 100) return;
				[stage, last] = [text, percent];
				options.log(`  ${text} ${Math.floor(percent)}%`);
			}
		});
	} finally {
		ledger.close();
	}
	rmSync(unfinished);
	writeFileSync(ready, '');
}
