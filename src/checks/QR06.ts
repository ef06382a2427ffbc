import policyFund from '#datasets/policy-fund.ts';
import roster from '#datasets/roster.ts';
import { defineFileCheck, type Failing } from './define.ts';

export default defineFileCheck(policyFund, {
	id: 'QR06',
	severity: 'quality',
	from: '2022-10',
	needs: [roster],
	message: '投向填为科技创新，但支持对象在发放日不在科创企业名录',
	remedy: '请核对投向和支持对象；属实的请说明',
	basis: '报表说明，本平台',
	*find(rows, context) {
		for (const { row, line } of rows) {
			if (!row.borrower || !row.issuedOn || !row.keyArea?.includes('TECH')) continue;
			if (context.labelsOf(row.borrower, row.issuedOn).length) continue;
			yield { line, at: ['keyArea', 'borrower'] } satisfies Failing<'keyArea' | 'borrower'>;
		}
	},
	examples: {
		pass: [
			{
				rows: [{ borrower: '91110108MA0000015T', issuedOn: '2026-09-10', keyArea: ['TECH'] }],
				others: { roster: [] },
				labels: { '91110108MA0000015T': ['HNTE'] }
			},
			{
				rows: [{ borrower: '91110108MA0000015T', issuedOn: '2026-09-10', keyArea: ['OTHER'] }],
				others: { roster: [] }
			}
		],
		fail: [
			{
				rows: [
					{ borrower: '91110108MA0000015T', issuedOn: '2026-09-10', keyArea: ['TECH', 'MANUFACTURING'] }
				],
				others: { roster: [] }
			}
		]
	}
});
