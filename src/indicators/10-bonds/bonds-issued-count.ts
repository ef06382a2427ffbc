import { defineIndicator } from '../define.ts';
import { bondIssues } from '../examples.ts';
import bondIssued from '#formula/views/bond-issued.ts';
import { count } from '#formula/formula.ts';

export default defineIndicator({
	id: 'bonds-issued-count',
	code: 'M10-4a',
	label: '债券发行只数',
	english: 'Number of bonds issued',
	clause: 10,
	unit: 'bond',
	nature: 'flow',
	better: 'higher',
	definition: '当期民营和科创企业债券发行只数。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行（债券发行）',
	by: ['bondKind', 'market', 'ownership', 'label'],
	formula: count(bondIssued),
	examples: [
		{
			says: '9月两只',
			given: bondIssues,
			value: 2
		}
	]
});
