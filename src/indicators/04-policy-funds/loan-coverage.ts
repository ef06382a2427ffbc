import { defineIndicator } from '../define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import rosterState from '#formula/views/roster-state.ts';
import { distinct, ratio } from '#formula/formula.ts';
import { inScopeLabels } from '../conditions.ts';
import { newStandard } from '../breaks.ts';
import techLoanBorrowers from './tech-loan-borrowers.ts';

export default defineIndicator({
	id: 'loan-coverage',
	code: 'M04-11',
	label: '科创企业获贷率',
	short: '获贷率',
	english: 'Share of roster enterprises with loans',
	clause: 4,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '期末有贷款余额的在册企业户数与期末名录内企业总户数之比，分子分母用同一日的名录。',
	basis: '银管发〔2022〕98号（四）；获贷率按人民银行公布口径',
	every: 'quarter',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['label', 'district'],
	breaks: newStandard,
	formula: ratio(techLoanBorrowers.formula, distinct(rosterState, 'uscc', [inScopeLabels])),
	examples: [
		{
			says: '三家在册，两家有贷款：2 ÷ 3',
			given: [
				{
					dataset: corpLoanStock,
					rows: [
						{ borrower: 'A', balanceCny: 1 },
						{ borrower: 'B', balanceCny: 1 },
						{ borrower: 'X', balanceCny: 1 }
					]
				}
			],
			roster: { A: ['HNTE'], B: ['TSME'], C: ['HIDDEN'] },
			value: '2/3'
		},
		{
			says: '国家口径分母不含隐形冠军：2 ÷ 2',
			given: [
				{
					dataset: corpLoanStock,
					rows: [
						{ borrower: 'A', balanceCny: 1 },
						{ borrower: 'B', balanceCny: 1 }
					]
				}
			],
			roster: { A: ['HNTE'], B: ['TSME'], C: ['HIDDEN'] },
			scope: 'national',
			value: 1
		}
	]
});
