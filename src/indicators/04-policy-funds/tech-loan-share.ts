import { defineIndicator } from '../define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { ratio, sum } from '#formula/formula.ts';
import { techBalance } from '../conditions.ts';

export default defineIndicator({
	id: 'tech-loan-share',
	code: 'M04-8b',
	label: '科创企业贷款占单位贷款比重',
	english: 'Technology enterprises in corporate loans',
	clause: 4,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '科创企业贷款余额占全部单位贷款余额的比重。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['institution', 'kind', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	formula: ratio(techBalance, sum(corpLoanStock, 'balanceCny')),
	examples: [
		{
			says: '30 ÷ 120',
			given: [
				{
					dataset: corpLoanStock,
					rows: [
						{ borrower: 'A', balanceCny: 30 },
						{ borrower: 'B', balanceCny: 90 }
					]
				}
			],
			roster: { A: ['TSME'] },
			value: '1/4'
		}
	]
});
