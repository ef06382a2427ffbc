import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineFileCheck, type Failing } from './define.ts';

const suspicious =
	/借新还旧|归还(他行|银行)?贷款|偿还(他行|银行)?贷款|购房|房地产|土地出让|土地储备|股票|证券投资|期货|理财|基金投资|金融投资|股权投资/;

export default defineFileCheck([corpLoanStock, corpLoanFlow], {
	id: 'Q05',
	severity: 'quality',
	eachRow: true,
	from: '2022-10',
	message: '科创企业贷款的用途提到借新还旧、房地产或金融投资',
	remedy: '请核对用途；属实的请说明是否仍属支持科创的贷款',
	basis: 'Q05，本平台',
	*find(rows, context) {
		for (const { row, line } of rows) {
			if (!row.purpose || !row.borrower || !row.grantedOn || !suspicious.test(row.purpose)) continue;
			if (!context.labelsOf(row.borrower, row.grantedOn).length) continue;
			yield { line, at: ['purpose', 'borrower'] } satisfies Failing<'purpose' | 'borrower'>;
		}
	},
	examples: {
		pass: [
			{
				rows: [{ purpose: '采购研发设备', borrower: '91110108MA0000015T', grantedOn: '2026-03-15' }],
				labels: { '91110108MA0000015T': ['HNTE'] }
			},
			{ rows: [{ purpose: '借新还旧', borrower: '91110108MA0000015T', grantedOn: '2026-03-15' }] }
		],
		fail: [
			{
				rows: [{ purpose: '借新还旧', borrower: '91110108MA0000015T', grantedOn: '2026-03-15' }],
				labels: { '91110108MA0000015T': ['HNTE'] }
			}
		]
	}
});
