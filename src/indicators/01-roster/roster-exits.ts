import { defineIndicator } from '../define.ts';
import { rosterMoves } from '../examples.ts';
import rosterChange from '#formula/views/roster-change.ts';
import { count } from '#formula/formula.ts';
import { isTrue, not } from '#formula/test.ts';

export default defineIndicator({
	id: 'roster-exits',
	code: 'M01-2b',
	label: '退出名录企业数',
	english: 'Enterprises leaving the roster',
	clause: 1,
	unit: 'household',
	nature: 'flow',
	better: 'lower',
	definition: '上月末在册而本月末不在册的企业数（到期未续、撤销、迁出），按月累加。',
	basis: '银管发〔2022〕98号（一）',
	every: 'quarter',
	filedBy: '市科委、中关村管委会，市经济和信息化局（科创企业名录）',
	by: ['district'],
	formula: count(rosterChange, [not(isTrue('entered'))]),
	examples: [
		{
			says: '三季度乙 8月10日到期：1 户',
			period: '2026Q3',
			given: rosterMoves,
			value: 1
		}
	]
});
