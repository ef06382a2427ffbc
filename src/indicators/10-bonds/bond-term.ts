import { defineIndicator } from '../define.ts';
import { bondIssues } from '../examples.ts';
import bondIssued from '#formula/views/bond-issued.ts';
import { constant, ratio, weightedMean } from '#formula/formula.ts';

export default defineIndicator({
	id: 'bond-term',
	code: 'M10-6a',
	label: '债券加权平均期限',
	english: 'Weighted term',
	clause: 10,
	unit: 'year',
	nature: 'ratio',
	better: 'neither',
	definition: '当期发行债券的期限，按发行金额加权。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行（债券发行）',
	by: ['bondKind', 'market'],
	formula: ratio(weightedMean(bondIssued, 'termYears', 'issued'), constant(100)),
	examples: [
		{
			says: '（3 年 × 300 + 5 年 × 100）÷ 400 = 3.5 年',
			given: bondIssues,
			value: '7/2'
		}
	]
});
