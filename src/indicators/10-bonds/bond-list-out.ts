import { defineIndicator } from '../define.ts';
import { candidates } from '../examples.ts';
import bondMove from '#formula/views/bond-move.ts';
import { count } from '#formula/formula.ts';
import { isTrue, not } from '#formula/test.ts';

export default defineIndicator({
	id: 'bond-list-out',
	code: 'M10-1b',
	label: '推荐名单调出企业数',
	english: 'Enterprises removed from the list',
	clause: 10,
	unit: 'household',
	nature: 'flow',
	better: 'neither',
	definition: '当期调出发债推荐名单的企业数，按调出日期归属。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行，市科委、中关村管委会，市经济和信息化局（推荐名单）；人民银行、北京证监局（发债进展）',
	by: ['unit', 'label'],
	formula: count(bondMove, [not(isTrue('entered'))]),
	examples: [
		{
			says: '丙 9月20日调出',
			given: candidates,
			value: 1
		}
	]
});
