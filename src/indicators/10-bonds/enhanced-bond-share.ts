import { defineIndicator } from '../define.ts';
import { bondIssues } from '../examples.ts';
import bondIssued from '#formula/views/bond-issued.ts';
import { ratio, sum } from '#formula/formula.ts';
import { enhanced } from '../conditions.ts';

export default defineIndicator({
	id: 'enhanced-bond-share',
	code: 'M10-7a',
	label: '增信工具支持发债占比',
	english: 'Share of bonds backed by enhancement',
	clause: 10,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '当期债券发行金额中有增信方式支持的占比。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行（债券发行）',
	by: ['bondKind', 'market', 'ownership', 'label'],
	formula: ratio(sum(bondIssued, 'issued', [enhanced]), sum(bondIssued, 'issued')),
	examples: [
		{
			says: '300 ÷ 400',
			given: bondIssues,
			value: '3/4'
		}
	]
});
