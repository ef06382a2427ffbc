import { defineIndicator } from '../define.ts';
import allLoan from '#datasets/all-loan.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { difference, overall, yearOnYear } from '#formula/formula.ts';
import { techBalance } from '../conditions.ts';
import { newStandard } from '../breaks.ts';
import allLoanBalance from './all-loan-balance.ts';

export default defineIndicator({
	id: 'excess-growth',
	code: 'M04-10',
	label: '科创企业贷款增速与各项贷款增速差',
	short: '快于各项贷款',
	english: 'Growth of technology loans above all loans',
	clause: 4,
	unit: 'percentagePoint',
	nature: 'ratio',
	better: 'higher',
	definition:
		'科创企业贷款余额同比增速减去本外币各项贷款余额同比增速；用未四舍五入的增速相减。比较基准为全市本外币各项贷款。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '银行（贷款明细），市科委、市经信局（名录），银行（各项贷款）',
	by: ['label'],
	comparisons: ['monthOnMonth'],
	breaks: newStandard,
	formula: difference(yearOnYear(techBalance), overall(yearOnYear(allLoanBalance.formula))),
	examples: [
		{
			says: '12% － 5% = 7 个百分点',
			given: [
				{ dataset: corpLoanStock, month: '2025-09', rows: [{ borrower: 'A', balanceCny: 100 }] },
				{ dataset: corpLoanStock, rows: [{ borrower: 'A', balanceCny: 112 }] },
				{ dataset: allLoan, month: '2025-09', rows: [{ currency: 'ALL', segment: 'ALL', balance: 1000 }] },
				{ dataset: allLoan, rows: [{ currency: 'ALL', segment: 'ALL', balance: 1050 }] }
			],
			roster: { A: ['HNTE'] },
			value: '7/100'
		}
	]
});
