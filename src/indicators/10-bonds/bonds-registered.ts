import { defineIndicator } from '../define.ts';
import { bondIssues } from '../examples.ts';
import bondIssued from '#formula/views/bond-issued.ts';
import { sum } from '#formula/formula.ts';

export default defineIndicator({
	id: 'bonds-registered',
	code: 'M10-4b',
	label: '当期发行债券注册金额',
	english: 'Registered amount of bonds issued',
	clause: 10,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'higher',
	definition: '当期发行的债券所对应的注册金额合计；未填注册金额的不计。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行（债券发行）',
	by: ['bondKind', 'market', 'ownership', 'label'],
	formula: sum(bondIssued, 'registered'),
	examples: [
		{
			says: '只有第一只填了注册金额',
			given: bondIssues,
			value: 500
		}
	]
});
