import { datasets } from '#datasets/index.ts';
import roster from '#datasets/roster.ts';
import { log } from '#lib/server/access/log.ts';
import { runChild } from '#lib/server/jobs/child.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { copying } from './backup-run.ts';

/** What the nightly comparison found: parts of derived tables that are not as the facts have them, and filed files that are not as filed. */
export interface Compared {
	readonly differs: readonly string[];
	readonly files: readonly string[];
}

/** A part of a derived table as people call it: `存量单位贷款信息 2026-07`. */
function partWords(part: string): string {
	const [, table, cube, period] = /^(\S+) (?:(.*) )?(\S+)$/.exec(part)!;
	if (table === 'roster_on') return `${roster.label} ${period}`;
	const source = cube!.replace(/^behind /, '').replace(/~.*/, '');
	return `${datasets.get(source)?.label ?? source} ${period}`;
}

const listed = (parts: readonly string[]): string =>
	`${parts.slice(0, 3).join('、')}${parts.length > 3 ? ` 等 ${parts.length} 处` : ''}`;

/** The same in words. */
export function comparedWords({ differs, files }: Compared): string {
	const said = [
		...(differs.length
			? [`汇总与明细重算的结果不一致：${listed([...new Set(differs.map(partWords))])}`]
			: []),
		...(files.length ? [`原始文件异常：${listed(files)}`] : [])
	];
	return said.join('；') || '汇总与明细重算的结果逐位一致，原始文件齐全';
}

/** Recomputes every cell from the facts in a process of its own and compares; what differs is told and never mended. */
export async function compare(ledger: Ledger, signal?: AbortSignal): Promise<Compared> {
	let found: Compared | undefined;
	await runChild('src/lib/server/keep/compare-worker.ts', [ledger.dir], {
		...copying(signal),
		onMessage: (message) => (found = message as Compared)
	});
	if (!found) throw new Error('comparison said nothing');
	if (found.differs.length || found.files.length) {
		const detail = { differs: found.differs.slice(0, 50), files: found.files.slice(0, 50) };
		log('error', 'comparison differs', detail);
		record(ledger, { user: null }, 'rebuild.differs', 'ledger', detail);
	}
	return found;
}
