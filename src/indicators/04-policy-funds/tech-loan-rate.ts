import { defineIndicator } from '../define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { weightedMean } from '#formula/formula.ts';
import { onRoster } from '#formula/test.ts';
import { priced } from '../conditions.ts';
import { newStandard } from '../breaks.ts';

export default defineIndicator({
	id: 'tech-loan-rate',
	code: 'M04-8e',
	label: '科创企业存量贷款加权平均利率',
	english: 'Weighted rate of outstanding technology loans',
	clause: 4,
	unit: 'annualRate',
	nature: 'rate',
	better: 'lower',
	definition: '期末科创企业贷款利率按余额加权；没有利率的不计，零利率的只计有财政扶持的。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	breaks: newStandard,
	formula: weightedMean(corpLoanStock, 'rate', 'balanceCny', [onRoster('borrower'), priced]),
	examples: [
		{
			says: '（3% × 100 + 4% × 100）÷ 200 = 3.5%，无扶持的零利率不计',
			given: [
				{
					dataset: corpLoanStock,
					rows: [
						{ borrower: 'A', balanceCny: 100, rate: 300_000 },
						{ borrower: 'A', balanceCny: 100, rate: 400_000 },
						{ borrower: 'A', balanceCny: 100, rate: 0 }
					]
				}
			],
			roster: { A: ['TSME'] },
			value: 350000
		}
	]
});
