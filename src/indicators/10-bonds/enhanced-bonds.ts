import { defineIndicator } from '../define.ts';
import { bondIssues } from '../examples.ts';
import bondIssued from '#formula/views/bond-issued.ts';
import { sum } from '#formula/formula.ts';
import { enhanced } from '../conditions.ts';

export default defineIndicator({
	id: 'enhanced-bonds',
	code: 'M10-7',
	label: '增信工具支持发债金额',
	short: '增信支持发债',
	english: 'Bonds backed by enhancement',
	clause: 10,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'higher',
	definition: '当期发行的债券中，有风险分担或其他增信方式支持的发行金额。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行（债券发行）',
	by: ['bondKind', 'market', 'ownership', 'label'],
	formula: sum(bondIssued, 'issued', [enhanced]),
	examples: [
		{
			says: '风险分担工具支持 300，无增信的不计',
			given: bondIssues,
			value: 300
		}
	]
});
