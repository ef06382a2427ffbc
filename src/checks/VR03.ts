import roster from '#datasets/roster.ts';
import { defineFileCheck, type Failing } from './define.ts';

export default defineFileCheck(roster, {
	id: 'VR03',
	severity: 'validity',
	from: '2022-10',
	message: '同一企业同一类别的有效期不得重叠',
	remedy: '请合并记录，或将前一证书的有效期止改到后一证书生效之前',
	basis: '报表说明，本平台',
	*find(rows) {
		const groups = Map.groupBy(rows, ({ row }) => `${row.uscc} ${row.label}`);
		for (const group of groups.values()) {
			if (group.length < 2) continue;
			const sorted = group.toSorted((a, b) => (a.row.validFrom! < b.row.validFrom! ? -1 : 1));
			for (const [at, { row, line }] of sorted.entries()) {
				const before = sorted[at - 1];
				if (!before || (before.row.validTo ?? '9999') < row.validFrom!) continue;
				const message = `与第 ${before.line} 行同一类别的有效期重叠`;
				yield { line, at: ['validFrom', 'label'], message } satisfies Failing<'validFrom' | 'label'>;
			}
		}
	},
	examples: {
		pass: [
			{
				rows: [
					{ uscc: '91110108MA0000015T', label: 'HNTE', validFrom: '2021-10-29', validTo: '2024-10-28' },
					{ uscc: '91110108MA0000015T', label: 'HNTE', validFrom: '2024-10-29', validTo: '2027-10-28' },
					{ uscc: '91110108MA0000015T', label: 'SRDI', validFrom: '2024-01-01' }
				]
			}
		],
		fail: [
			{
				rows: [
					{ uscc: '91110108MA0000015T', label: 'HNTE', validFrom: '2024-10-28', validTo: '2027-10-28' },
					{ uscc: '91110108MA0000015T', label: 'HNTE', validFrom: '2021-10-29', validTo: '2024-10-28' }
				]
			}
		]
	}
});
