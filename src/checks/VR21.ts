import type { Column, Dataset } from '#datasets/define.ts';
import { datasets } from '#datasets/index.ts';
import { writeValue } from '#datasets/write.ts';
import { defineFileCheck, type Failing } from './define.ts';

const counted = new Set<Column['kind']>(['money', 'usd', 'int']);
const columnsOf = (dataset: Dataset) =>
	Object.entries(dataset.columns).filter(([, column]) => counted.has(column.kind));
// Loan amounts have rules of their own (V11), and what was published is taken as it is.
const concerned = [...datasets.values()].filter(
	(dataset) => columnsOf(dataset).length && !/^corp-loan|^published/.test(dataset.id)
);

export default defineFileCheck(concerned, {
	id: 'VR21',
	severity: 'validity',
	from: '2022-10',
	message: '金额、户数、笔数不得为负',
	remedy: '请核对；没有发生的填 0 或留空',
	basis: '报表说明，本平台',
	*find(rows, context) {
		const columns = columnsOf(datasets.get(context.dataset)!);
		for (const { row, line } of rows) {
			for (const [name, column] of columns) {
				const value = row[name];
				if (typeof value !== 'number' || value >= 0) continue;
				const message = `${column.label}不得为负`;
				yield { line, at: [name], seen: writeValue(column, value), message } satisfies Failing;
			}
		}
	},
	examples: {
		pass: [{ dataset: datasets.get('product-month')!, rows: [{ drawdowns: 0, amount: 0 }] }],
		fail: [
			{ dataset: datasets.get('product-month')!, rows: [{ drawdowns: 3, amount: -100 }] },
			{ dataset: datasets.get('corp-customer')!, rows: [{ employees: -1 }] }
		]
	}
});
