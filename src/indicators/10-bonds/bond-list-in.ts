import { defineIndicator } from '../define.ts';
import { candidates } from '../examples.ts';
import bondMove from '#formula/views/bond-move.ts';
import { count } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';

export default defineIndicator({
	id: 'bond-list-in',
	code: 'M10-1a',
	label: '推荐名单调入企业数',
	english: 'Enterprises added to the list',
	clause: 10,
	unit: 'household',
	nature: 'flow',
	better: 'higher',
	definition: '当期调入发债推荐名单的企业数，按入选日期归属。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行，市科委、中关村管委会，市经济和信息化局（推荐名单）；人民银行、北京证监局（发债进展）',
	by: ['unit', 'label'],
	formula: count(bondMove, [isTrue('entered')]),
	examples: [
		{
			says: '乙 9月10日调入',
			given: candidates,
			value: 1
		}
	]
});
