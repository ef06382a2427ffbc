import { defineIndicator } from '../define.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import { weightedMean } from '#formula/formula.ts';
import { granted, priced } from '../conditions.ts';

export default defineIndicator({
	id: 'new-corp-loan-rate',
	code: 'M04-12c',
	label: '新发放单位贷款加权平均利率',
	english: 'Weighted rate of all new corporate loans',
	clause: 4,
	unit: 'annualRate',
	nature: 'rate',
	better: 'lower',
	definition: '当期发放的全部单位贷款利率按发放额加权，口径同科创企业，是其比较基准。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '银行（贷款发生额）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	formula: weightedMean(corpLoanFlow, 'rate', 'amountCny', [granted, priced]),
	examples: [
		{
			says: '（2% × 100 + 4% × 100）÷ 200 = 3%',
			given: [
				{
					dataset: corpLoanFlow,
					rows: [
						{ borrower: 'A', direction: '1', amountCny: 100, rate: 200_000 },
						{ borrower: 'B', direction: '1', amountCny: 100, rate: 400_000 }
					]
				}
			],
			value: 300000
		}
	]
});
