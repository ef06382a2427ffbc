import { blocks } from '#checks/define.ts';
import { datasetOf } from '#datasets/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { findingsOf } from '#lib/server/intake/findings.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { csvText } from '#lib/server/publish/csv-text.ts';

const head = ['位置', '列', '规则', '类别', '现在的值', '为什么', '怎么改', '说明'];

/** 错误清单 of a submission as a file for spreadsheets. */
export function findingsCsv(ledger: Ledger, asker: Asker, id: number): { content: string; fileName: string } {
	const { dataset, receipt } = submissionOf(ledger, asker, id);
	const { columns } = datasetOf(dataset);
	const { findings } = findingsOf(ledger, asker, id, { order: 'place', limit: 100_000 });
	const lines = findings.map((one) => [
		one.where,
		one.columns.map((name) => columns[name]?.label ?? name).join('、'),
		one.check,
		blocks(one.severity) ? '错误' : '疑问',
		one.seen,
		one.message,
		one.remedy,
		one.explanation
	]);
	return { content: csvText([head, ...lines]), fileName: `错误清单_${receipt}.csv` };
}
