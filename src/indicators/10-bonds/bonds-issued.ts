import { defineIndicator } from '../define.ts';
import { bondIssues } from '../examples.ts';
import bondIssued from '#formula/views/bond-issued.ts';
import { sum } from '#formula/formula.ts';

export default defineIndicator({
	id: 'bonds-issued',
	code: 'M10-4',
	label: '债券发行金额',
	short: '当月发行',
	english: 'Bonds issued',
	clause: 10,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'higher',
	definition: '当期民营和科创企业债券发行金额合计，按发行日期归属。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行（债券发行）',
	by: ['bondKind', 'market', 'ownership', 'label'],
	formula: sum(bondIssued, 'issued'),
	examples: [
		{
			says: '9月两只：300 + 100',
			given: bondIssues,
			value: 400
		}
	]
});
