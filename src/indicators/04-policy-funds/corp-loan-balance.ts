import { defineIndicator } from '../define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { sum } from '#formula/formula.ts';

export default defineIndicator({
	id: 'corp-loan-balance',
	code: 'M04-8d',
	label: '单位贷款余额',
	english: 'All corporate loans',
	clause: 4,
	unit: 'yiYuan',
	nature: 'stock',
	better: 'neither',
	definition: '各报送机构逐笔报送的全部单位贷款余额，含不在名录内的企业，是科创企业贷款的比较基准。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '银行（贷款明细）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	formula: sum(corpLoanStock, 'balanceCny'),
	examples: [
		{
			says: '30 + 90',
			given: [
				{
					dataset: corpLoanStock,
					rows: [
						{ borrower: 'A', balanceCny: 30 },
						{ borrower: 'B', balanceCny: 90 }
					]
				}
			],
			value: 120
		}
	]
});
