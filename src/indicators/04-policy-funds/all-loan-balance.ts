import { defineIndicator } from '../define.ts';
import allLoan from '#datasets/all-loan.ts';
import { sum } from '#formula/formula.ts';
import { among } from '#formula/test.ts';

export default defineIndicator({
	id: 'all-loan-balance',
	code: 'M04-10b',
	label: '各项贷款余额（本外币）',
	english: 'All loans, all currencies',
	clause: 4,
	unit: 'yiYuan',
	nature: 'stock',
	better: 'neither',
	definition: '各报送机构期末本外币各项贷款余额合计（大集中口径），是科创企业贷款增速的比较基准。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '银行（各项贷款）',
	by: ['institution', 'kind'],
	formula: sum(allLoan, 'balance', [among('currency', 'ALL'), among('segment', 'ALL')]),
	examples: [
		{
			says: '只计各项、该币种口径',
			given: [
				{
					dataset: allLoan,
					rows: [
						{ currency: 'ALL', segment: 'ALL', balance: 70 },
						{ currency: 'ALL', segment: 'CORPORATE', balance: 50 },
						{ currency: 'CNY', segment: 'ALL', balance: 60 }
					]
				}
			],
			value: 70
		}
	]
});
