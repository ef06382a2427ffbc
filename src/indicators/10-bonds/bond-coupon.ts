import { defineIndicator } from '../define.ts';
import { bondIssues } from '../examples.ts';
import bondIssued from '#formula/views/bond-issued.ts';
import { weightedMean } from '#formula/formula.ts';

export default defineIndicator({
	id: 'bond-coupon',
	code: 'M10-6',
	label: '债券加权平均发行利率',
	short: '加权发行利率',
	english: 'Weighted coupon',
	clause: 10,
	unit: 'annualRate',
	nature: 'rate',
	better: 'lower',
	definition: '当期发行债券的票面利率，按发行金额加权。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行（债券发行）',
	by: ['bondKind', 'market'],
	formula: weightedMean(bondIssued, 'coupon', 'issued'),
	examples: [
		{
			says: '（2% × 300 + 3% × 100）÷ 400 = 2.25%',
			given: bondIssues,
			value: 225000
		}
	]
});
