import roster from '#datasets/roster.ts';
import { defineFileCheck, type Failing } from './define.ts';

export default defineFileCheck(roster, {
	id: 'VR02',
	severity: 'validity',
	from: '2022-10',
	message: '专精特新“小巨人”在有效期起日应同时是专精特新中小企业',
	remedy: '请补报该企业的专精特新中小企业记录，或核对有效期',
	basis: '工信部企业〔2022〕63号，本平台',
	*find(rows, context) {
		const held = Map.groupBy(
			rows.filter(({ row }) => row.label === 'SRDI'),
			({ row }) => row.uscc
		);
		for (const { row, line } of rows) {
			if (row.label !== 'GIANT' || row.validFrom === null || row.uscc === null) continue;
			const on = row.validFrom;
			const here = held
				.get(row.uscc)
				?.some((one) => one.row.validFrom! <= on && on <= (one.row.validTo ?? on));
			if (here || context.labelsOf(row.uscc, on).includes('SRDI')) continue;
			yield { line, at: ['label', 'uscc', 'validFrom'] } satisfies Failing<'label' | 'uscc' | 'validFrom'>;
		}
	},
	examples: {
		pass: [
			{
				rows: [
					{ uscc: '91110108MA0000015T', label: 'GIANT', validFrom: '2025-07-01', validTo: '2028-06-30' },
					{ uscc: '91110108MA0000015T', label: 'SRDI', validFrom: '2024-01-01', validTo: '2026-12-31' }
				]
			},
			{
				rows: [{ uscc: '91110108MA0000015T', label: 'GIANT', validFrom: '2025-07-01' }],
				labels: { '91110108MA0000015T': ['SRDI'] }
			}
		],
		fail: [
			{ rows: [{ uscc: '91110108MA0000015T', label: 'GIANT', validFrom: '2025-07-01' }] },
			{
				rows: [
					{ uscc: '91110108MA0000015T', label: 'GIANT', validFrom: '2025-07-01' },
					{ uscc: '91110108MA0000015T', label: 'SRDI', validFrom: '2020-01-01', validTo: '2022-12-31' }
				]
			}
		]
	}
});
