import { readFile } from 'node:fs/promises';
import { datasetOf } from '#datasets/index.ts';
import { periodLabel } from '#core/period.ts';
import { exportMark } from '#lib/server/access/export-mark.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import { institutionOf } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { demandFile } from './findings.ts';
import { mostListed, type Marked, type MarkedFile } from './mark-up-list.ts';
import { markUp } from './mark-up.ts';
import { BadFile } from './problem.ts';

interface Filed {
	readonly sha256: string;
	readonly fileName: string;
	readonly layout: string | null;
	readonly sheet: string | null;
	readonly letters: string | null;
	readonly receipt: string;
	readonly blocking: number;
	readonly explainable: number;
	readonly dataset: string;
	readonly institution: string;
	readonly period: string;
}

/**
 * The filer's own file with its findings marked in it, and the name to save it under. A workbook that cannot be marked
 * comes back as the list alone.
 */
export async function markedCopy(
	ledger: Ledger,
	asker: Asker,
	submission: number
): Promise<{ content: Uint8Array; fileName: string }> {
	demandFile(ledger, asker, submission);
	const filed = prepared(
		ledger.db,
		`select s.sha256, s.fileName, s.layout, s.sheet, s.letters, s.receipt, s.blocking, s.explainable,
			f.dataset, f.institution, f.period
		from submission s join filing f on f.id = s.filing where s.id = ?`
	).get(submission) as Filed;
	const findings = prepared(
		ledger.db,
		`select "check", severity, "where", line, columns, seen, message, remedy, explanation from finding
		where submission = ? order by severity in ('quality', 'macro'), line, id limit ?`
	).all(submission, mostListed) as (Omit<Marked, 'columns'> & { columns: string })[];
	const marked = findings.map((one) => ({ ...one, columns: one.columns ? one.columns.split(',') : [] }));
	const dataset = datasetOf(filed.dataset);
	const about: MarkedFile = {
		fileName: filed.fileName,
		receipt: filed.receipt,
		institution: institutionOf(ledger, filed.institution).shortName,
		period: periodLabel(filed.period),
		sheet: filed.sheet,
		letters: filed.letters ? (JSON.parse(filed.letters) as Record<string, string>) : {},
		mark: exportMark(ledger, asker),
		totals: { blocking: filed.blocking, explainable: filed.explainable }
	};
	const named = (word: string) => `${filed.fileName.replace(/\.[^.]*$/, '')}_${word}.xlsx`;
	const list = async () => ({
		content: await markUp(Buffer.alloc(0), null, marked, dataset, { ...about, sheet: null }),
		fileName: named('错误清单')
	});
	if (filed.layout !== 'xlsx' || filed.sheet === null) return list();
	try {
		const original = await readFile(filePath(ledger, filed.sha256));
		return { content: await markUp(original, 'xlsx', marked, dataset, about), fileName: named('标注') };
	} catch (cause) {
		if (cause instanceof BadFile) return list();
		throw cause;
	}
}
