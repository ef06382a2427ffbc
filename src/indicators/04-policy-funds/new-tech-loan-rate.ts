import { defineIndicator } from '../define.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import { weightedMean } from '#formula/formula.ts';
import { onRoster } from '#formula/test.ts';
import { granted, priced } from '../conditions.ts';
import { newStandard } from '../breaks.ts';

export default defineIndicator({
	id: 'new-tech-loan-rate',
	code: 'M04-12',
	label: '新发放科创企业贷款加权平均利率',
	short: '新发放利率',
	english: 'Weighted rate of new technology loans',
	clause: 4,
	unit: 'annualRate',
	nature: 'rate',
	better: 'lower',
	definition: '当期发放的科创企业贷款利率按发放额加权；没有利率的不计，零利率的只计有财政扶持的。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	breaks: newStandard,
	formula: weightedMean(corpLoanFlow, 'rate', 'amountCny', [granted, onRoster('borrower'), priced]),
	examples: [
		{
			says: '（2.5% × 100 + 3.5% × 300）÷ 400 = 3.25%；收回和不在册的不计',
			given: [
				{
					dataset: corpLoanFlow,
					rows: [
						{ borrower: 'A', direction: '1', amountCny: 100, rate: 250_000 },
						{ borrower: 'A', direction: '1', amountCny: 300, rate: 350_000 },
						{ borrower: 'A', direction: '0', amountCny: 500, rate: 900_000 },
						{ borrower: 'B', direction: '1', amountCny: 500, rate: 900_000 }
					]
				}
			],
			roster: { A: ['TSME'] },
			value: 325000
		},
		{
			says: '有财政扶持的零利率计入：（0 × 100 + 4% × 100）÷ 200 = 2%',
			given: [
				{
					dataset: corpLoanFlow,
					rows: [
						{ borrower: 'A', direction: '1', amountCny: 100, rate: 0, fiscalSupport: 'B' },
						{ borrower: 'A', direction: '1', amountCny: 100, rate: 400_000 }
					]
				}
			],
			roster: { A: ['TSME'] },
			value: 200000
		}
	]
});
