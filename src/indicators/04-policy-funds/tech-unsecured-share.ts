import { defineIndicator } from '../define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { ratio, sum } from '#formula/formula.ts';
import { onRoster, starts } from '#formula/test.ts';
import { techBalance } from '../conditions.ts';
import { newStandard } from '../breaks.ts';

export default defineIndicator({
	id: 'tech-unsecured-share',
	code: 'M04-8c',
	label: '科创企业信用贷款占比',
	english: 'Unsecured share of loans to technology enterprises',
	clause: 4,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '科创企业贷款余额中担保方式为信用的余额占比。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'ownership', 'term'],
	breaks: newStandard,
	formula: ratio(
		sum(corpLoanStock, 'balanceCny', [onRoster('borrower'), starts('guarantee', 'D')]),
		techBalance
	),
	examples: [
		{
			says: '信用 40 ÷ 100',
			given: [
				{
					dataset: corpLoanStock,
					rows: [
						{ borrower: 'A', balanceCny: 40, guarantee: 'D' },
						{ borrower: 'A', balanceCny: 60, guarantee: 'B01' }
					]
				}
			],
			roster: { A: ['TSME'] },
			value: '2/5'
		}
	]
});
