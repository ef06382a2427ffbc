import { defineIndicator } from '../define.ts';
import { rosterMoves } from '../examples.ts';
import { difference, previousPeriod } from '#formula/formula.ts';
import { newStandard } from '../breaks.ts';
import rosterEnterprises from './roster-enterprises.ts';

export default defineIndicator({
	id: 'roster-net-change',
	code: 'M01-2',
	label: '名录净增企业数',
	english: 'Net change of the roster',
	clause: 1,
	unit: 'household',
	nature: 'flow',
	better: 'higher',
	definition: '期末名录企业数减去上期末名录企业数。',
	basis: '银管发〔2022〕98号（一）',
	every: 'quarter',
	filedBy: '市科委、中关村管委会，市经济和信息化局（科创企业名录）',
	by: ['label', 'district'],
	comparisons: [],
	breaks: newStandard,
	formula: difference(rosterEnterprises.formula, previousPeriod(rosterEnterprises.formula)),
	examples: [
		{
			says: '6月末甲、乙，9月末甲、丙、丁：3 － 2 = 1',
			period: '2026Q3',
			given: rosterMoves,
			value: 1
		}
	]
});
