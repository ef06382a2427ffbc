import { readFile } from 'node:fs/promises';
import { datasetOf } from '#datasets/index.ts';
import { periodLabel } from '#core/period.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import { institutionOf } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { demandFile } from './findings.ts';
import type { Marked } from './mark-up.ts';
import { markUp } from './mark-up.ts';

interface Filed {
	readonly sha256: string;
	readonly fileName: string;
	readonly layout: string | null;
	readonly sheet: string | null;
	readonly letters: string | null;
	readonly receipt: string;
	readonly dataset: string;
	readonly institution: string;
	readonly period: string;
}

/** The filer's own file with its findings marked in it, and the name to save it under. */
export async function markedCopy(
	ledger: Ledger,
	asker: Asker,
	submission: number
): Promise<{ content: Buffer; fileName: string }> {
	demandFile(ledger, asker, submission);
	const filed = prepared(
		ledger.db,
		`select s.sha256, s.fileName, s.layout, s.sheet, s.letters, s.receipt, f.dataset, f.institution, f.period
		from submission s join filing f on f.id = s.filing where s.id = ?`
	).get(submission) as Filed;
	const findings = prepared(
		ledger.db,
		`select "check", severity, "where", line, columns, seen, message, remedy, explanation from finding where submission = ? order by id`
	).all(submission) as (Omit<Marked, 'columns'> & { columns: string })[];
	const content = await markUp(
		await readFile(filePath(ledger, filed.sha256)),
		filed.layout,
		findings.map((finding) => ({ ...finding, columns: finding.columns ? finding.columns.split(',') : [] })),
		datasetOf(filed.dataset),
		{
			fileName: filed.fileName,
			receipt: filed.receipt,
			institution: institutionOf(ledger, filed.institution).shortName,
			period: periodLabel(filed.period),
			sheet: filed.sheet,
			letters: filed.letters ? (JSON.parse(filed.letters) as Record<string, string>) : {}
		}
	);
	const word = filed.layout === 'xlsx' && filed.sheet !== null ? '标注' : '错误清单';
	return { content, fileName: `${filed.fileName.replace(/\.[^.]*$/, '')}_${word}.xlsx` };
}
