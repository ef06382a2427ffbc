import { labels } from '#codes/label.ts';
import roster from '#datasets/roster.ts';
import { defineFileCheck, type Failing } from './define.ts';

const [giant, srdi] = ['GIANT', 'SRDI'].map((code) => labels.at.get(code)!.label);

export default defineFileCheck(roster, {
	id: 'M04',
	severity: 'macro',
	from: '2022-10',
	message: '期末“小巨人”户数多于专精特新户数',
	remedy: '请核对；增量报送、专精特新未在本次文件中的请说明',
	basis: 'A04，本平台',
	*find(rows, { periodEnd }) {
		const holding = (label: string): number =>
			new Set(
				rows.flatMap(({ row: { label: held, validFrom, validTo, uscc } }) =>
					held === label && validFrom! <= periodEnd && (validTo ?? periodEnd) >= periodEnd ? [uscc] : []
				)
			).size;
		const [giants, all] = [holding('GIANT'), holding('SRDI')];
		if (giants <= all) return;
		const message = `期末${giant} ${giants} 户，多于${srdi} ${all} 户`;
		yield { line: null, at: ['label'], message } satisfies Failing<'label'>;
	},
	examples: {
		pass: [{ rows: [{ uscc: '91110108MA0000015T', label: 'SRDI', validFrom: '2025-01-01' }] }],
		fail: [{ rows: [{ uscc: '91110108MA0000015T', label: 'GIANT', validFrom: '2025-01-01' }] }]
	}
});
