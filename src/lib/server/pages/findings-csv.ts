import { blocks } from '#checks/define.ts';
import { datasetOf } from '#datasets/index.ts';
import { exportMark } from '#lib/server/access/export-mark.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { checkCounts, findingsOf } from '#lib/server/intake/findings.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { csvText } from '#lib/server/publish/csv-text.ts';

const head = ['位置', '列', '规则', '类别', '现在的值', '为什么', '怎么改', '说明'];

/** Lines of one file; a longer one is no help to anybody. */
const most = 20_000;

/** 错误清单 of a submission as a file for spreadsheets; a long one ends with how often each rule fails in all. */
export function findingsCsv(ledger: Ledger, asker: Asker, id: number): { content: string; fileName: string } {
	const { dataset, receipt } = submissionOf(ledger, asker, id);
	const { columns } = datasetOf(dataset);
	const { total, findings } = findingsOf(ledger, asker, id, { order: 'place', limit: most });
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
	const totals =
		total > most
			? checkCounts(ledger, asker, id).map(({ check, severity, count, message }) => [
					`本文件只列前 ${most} 处`,
					'',
					check,
					blocks(severity) ? '错误' : '疑问',
					`${count} 处`,
					message,
					'其余见系统的报送页面',
					''
				])
			: [];
	return {
		content: csvText([head, ...lines, ...totals, [exportMark(ledger, asker)]]),
		fileName: `错误清单_${receipt}.csv`
	};
}
