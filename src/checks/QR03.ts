import roster from '#datasets/roster.ts';
import { defineFileCheck, type Failing } from './define.ts';

export default defineFileCheck(roster, {
	id: 'QR03',
	severity: 'quality',
	from: '2022-10',
	message: '同一统一社会信用代码有两个名称或两个所在区',
	remedy: '请统一为最新登记的名称和所在区；更名、迁移的请说明',
	basis: '报表说明，本平台',
	*find(rows) {
		const first = new Map<string | null, { line: number; name: string | null; district: string | null }>();
		for (const { row, line } of rows) {
			const known = first.get(row.uscc);
			if (!known) first.set(row.uscc, { line, name: row.name, district: row.district });
			else {
				const at = (['name', 'district'] as const).filter((column) => known[column] !== row[column]);
				const labels = at.map((column) => roster.columns[column].label).join('、');
				if (at.length)
					yield { line, at, message: `${labels}与第 ${known.line} 行同一企业不同` } satisfies Failing<
						'name' | 'district'
					>;
			}
		}
	},
	examples: {
		pass: [
			{
				rows: [
					{ uscc: '91110108MA0000015T', name: '示例科技', district: '110108' },
					{ uscc: '91110108MA0000015T', name: '示例科技', district: '110108' }
				]
			}
		],
		fail: [
			{
				rows: [
					{ uscc: '91110108MA0000015T', name: '示例科技', district: '110108' },
					{ uscc: '91110108MA0000015T', name: '示例科技', district: '110105' }
				]
			}
		]
	}
});
