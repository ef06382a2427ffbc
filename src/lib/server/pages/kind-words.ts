import type { Column } from '#datasets/define.ts';

/** How a column is filled, as a clerk reads it: 金额（元，两位小数）, 代码：担保方式. */
export function kindWords(column: Column): string {
	switch (column.kind) {
		case 'text':
			return column.max ? `文本，至多${column.max}字` : '文本';
		case 'uscc':
			return '统一社会信用代码，18位';
		case 'code':
			return `代码：${column.list?.label ?? ''}`;
		case 'codes':
			return `代码（可多个）：${column.list?.label ?? ''}`;
		case 'date':
			return '日期，如 2026-09-30';
		case 'period':
			return '期间，如 2026-09';
		case 'money':
			return '金额，元，两位小数';
		case 'usd':
			return '金额，美元，两位小数';
		case 'rate':
			return '年利率，%，至多五位小数';
		case 'int':
			return '整数';
		case 'dec':
			return `小数，${column.places ?? 0}位`;
		case 'flag':
			return '是 / 否';
		case 'ref':
			return '编号，见所指报表';
	}
}
