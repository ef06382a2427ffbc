import { defineIndicator } from '../define.ts';
import { rosterMoves } from '../examples.ts';
import rosterChange from '#formula/views/roster-change.ts';
import { count } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';

export default defineIndicator({
	id: 'roster-entries',
	code: 'M01-2a',
	label: '新进名录企业数',
	english: 'Enterprises entering the roster',
	clause: 1,
	unit: 'household',
	nature: 'flow',
	better: 'higher',
	definition: '各月末在册而上月末不在册的企业数，按月累加。',
	basis: '银管发〔2022〕98号（一）',
	every: 'quarter',
	filedBy: '市科委、中关村管委会，市经济和信息化局（科创企业名录）',
	by: ['district'],
	formula: count(rosterChange, [isTrue('entered')]),
	examples: [
		{
			says: '三季度丙 7月15日、丁 9月30日进入：2 户',
			period: '2026Q3',
			given: rosterMoves,
			value: 2
		}
	]
});
