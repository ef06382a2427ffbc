import { defineIndicator } from '../define.ts';
import bondSession from '#datasets/bond-session.ts';
import { count } from '#formula/formula.ts';

export default defineIndicator({
	id: 'bond-sessions',
	code: 'M10-3',
	label: '发债辅导对接场次',
	english: 'Coaching and matching sessions',
	clause: 10,
	unit: 'session',
	nature: 'flow',
	better: 'higher',
	definition: '当期为推荐企业组织的发债辅导和融资对接活动场次。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行、北京证监局（发债辅导对接活动）',
	by: ['session'],
	formula: count(bondSession),
	examples: [
		{
			says: '辅导、对接各一场',
			given: [
				{
					dataset: bondSession,
					rows: [
						{ sessionNo: '1', heldOn: '2026-08-20', kind: 'COACHING', enterprises: 'B、X' },
						{ sessionNo: '2', heldOn: '2026-09-20', kind: 'MATCHING', enterprises: '12' }
					]
				}
			],
			period: '2026Q3',
			value: 2
		}
	]
});
