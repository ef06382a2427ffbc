import { existsSync } from 'node:fs';
import type { Dataset, Values } from '#datasets/define.ts';
import { datasets } from '#datasets/index.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import { reread, Unread } from '#lib/server/intake/reread.ts';
import { deleteFacts, insertFacts } from '#lib/server/ledger/facts.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { keepFacts } from '#lib/server/warehouse/input.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { bringUpToDate } from '#lib/server/warehouse/stale.ts';
import { derivedDigests, digestOfRead, factDigests, tableOf, type Table } from './digests.ts';
import { measure } from './stored.ts';

/** A submission whose file is gone, altered, or cannot be read by this version. */
export interface Lost {
	readonly submission: number;
	readonly receipt: string;
	readonly why: string;
}

/** What rebuilding everything from the filed files came to. */
export interface Rebuilt {
	readonly files: number;
	readonly tables: readonly Table[];
	/** Their rows were left as they were. */
	readonly lost: readonly Lost[];
	/** Whether everything derived was as the files have it. */
	readonly equal: boolean;
}

interface Filed {
	readonly id: number;
	readonly receipt: string;
	readonly fileName: string;
	readonly sha256: string;
	readonly dataset: string;
}

/** Submissions whose rows are kept: accepted at some time, or waiting to be. */
const keepsRows = `(s.acceptedAt is not null or s.state in ('ready', 'explaining', 'returned'))`;

const filed = (ledger: Ledger): Filed[] =>
	ledger.db
		.prepare(
			`select s.id, s.receipt, s.fileName, s.sha256, f.dataset from submission s join filing f on f.id = s.filing
			where ${keepsRows} order by s.id`
		)
		.all() as Filed[];

/** Takes away rows of no submission that keeps any. */
function dropStrays(ledger: Ledger, dataset: Dataset): void {
	ledger.db
		.prepare(
			`delete from ${factTableName(dataset)} where submission not in (
				select s.id from submission s join filing f on f.id = s.filing
				where f.dataset = ? and (${keepsRows} or s.state = 'checking'))`
		)
		.run(dataset.id);
}

type Read = (readonly [number, Values])[];

async function rowsOf(ledger: Ledger, one: Filed, dataset: Dataset): Promise<Read> {
	const path = filePath(ledger, one.sha256);
	if (!existsSync(path)) throw new Unread('原始文件不在');
	if ((await measure(path)).sha256 !== one.sha256) throw new Unread('原始文件与其摘要不符，已被改动');
	const rows: Read = [];
	await reread(path, one.fileName, dataset, (line, row) => rows.push([line, row]));
	return rows;
}

function replace(ledger: Ledger, dataset: Dataset, submission: number, rows: Read): void {
	deleteFacts(ledger, dataset, submission);
	const put = insertFacts(ledger, dataset, submission);
	for (const [line, row] of rows) put(line, row);
	keepFacts(
		ledger,
		submission,
		rows.map(([line, row]) => ({ line, row }))
	);
}

/**
 * Reads every filed file again, puts right the rows that are not as it has them, and makes roster and cells anew; each
 * submission and each month is a step of its own. The digests tell whether anything had been otherwise.
 */
export async function rebuildFromFiles(
	ledger: Ledger,
	onProgress: (stage: string, done: number, of: number) => void = () => {}
): Promise<Rebuilt> {
	const { db } = ledger;
	bringUpToDate(ledger);
	const forms = [...datasets.values()];
	const facts = new Map(forms.map((form) => [form.id, factDigests(db, form)]));
	const derived = derivedDigests(db);
	const lost: Lost[] = [];
	const all = filed(ledger);
	for (const form of forms) db.transaction(() => dropStrays(ledger, form)).immediate();
	for (const [at, one] of all.entries()) {
		onProgress('读取原始文件', at, all.length);
		const form = datasets.get(one.dataset);
		try {
			if (!form) throw new Unread(`没有报表 ${one.dataset}`);
			const rows = await rowsOf(ledger, one, form);
			if (digestOfRead(form, rows) !== facts.get(form.id)!.get(String(one.id)))
				db.transaction(() => replace(ledger, form, one.id, rows)).immediate();
		} catch (cause) {
			if (!(cause instanceof Unread)) throw cause;
			lost.push({ submission: one.id, receipt: one.receipt, why: cause.message });
		}
	}
	rebuild(ledger, { onProgress: ({ done, of }) => onProgress('汇总', done, of) });
	const after = derivedDigests(db);
	const tables = [
		...forms.map((form) => tableOf(factTableName(form), facts.get(form.id)!, factDigests(db, form))),
		...[...derived].map(([name, before]) => tableOf(name, before, after.get(name)!))
	];
	return {
		files: all.length,
		tables,
		lost,
		equal: !lost.length && tables.every(({ differs }) => !differs.length)
	};
}

/** Makes roster and cells anew from the facts of a copy, and answers what had been otherwise. */
export function recomputed(copy: Ledger): Table[] {
	bringUpToDate(copy);
	const before = derivedDigests(copy.db);
	rebuild(copy, {});
	const after = derivedDigests(copy.db);
	return [...before].map(([name, digests]) => tableOf(name, digests, after.get(name)!));
}
