import { defineIndicator } from '../define.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import { sum } from '#formula/formula.ts';
import { not, onRoster } from '#formula/test.ts';
import { granted, priced } from '../conditions.ts';

export default defineIndicator({
	id: 'new-tech-loans-unpriced',
	code: 'M04-12b',
	label: '未计入加权利率的新发放科创企业贷款',
	english: 'New technology loans left out of the mean rate',
	clause: 4,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'neither',
	definition: '当期向名录内企业发放、因没有利率或无财政扶持而利率为零，未计入加权平均利率的贷款金额。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	formula: sum(corpLoanFlow, 'amountCny', [granted, onRoster('borrower'), not(priced)]),
	examples: [
		{
			says: '零利率 70 与无利率 20 不计入；零利率但有财政扶持的 50 计入',
			given: [
				{
					dataset: corpLoanFlow,
					rows: [
						{ borrower: 'A', direction: '1', amountCny: 70, rate: 0 },
						{ borrower: 'A', direction: '1', amountCny: 20, rate: null },
						{ borrower: 'A', direction: '1', amountCny: 50, rate: 0, fiscalSupport: 'B' }
					]
				}
			],
			roster: { A: ['TSME'] },
			value: 90
		}
	]
});
