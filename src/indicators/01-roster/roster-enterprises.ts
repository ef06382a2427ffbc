import { defineIndicator } from '../define.ts';
import roster from '#datasets/roster.ts';
import rosterState from '#formula/views/roster-state.ts';
import { distinct } from '#formula/formula.ts';
import { inScopeLabels } from '../conditions.ts';
import { newStandard } from '../breaks.ts';

export default defineIndicator({
	id: 'roster-enterprises',
	code: 'M01-1',
	label: '科创企业名录企业数',
	english: 'Enterprises on the roster',
	clause: 1,
	unit: 'household',
	nature: 'stock',
	better: 'higher',
	definition:
		'期末仍在有效期内的名录企业数，按统一社会信用代码去重；持有多个类别的企业在合计中只计一户，分类别之和可能大于合计。',
	basis: '银管发〔2022〕98号（一）',
	every: 'quarter',
	filedBy: '市科委、中关村管委会，市经济和信息化局（科创企业名录）',
	by: ['label', 'district', 'size', 'industry'],
	breaks: newStandard,
	formula: distinct(rosterState, 'uscc', [inScopeLabels]),
	examples: [
		{
			says: '甲（两个类别）、乙在册：2 户',
			given: [{ dataset: roster, rows: [] }],
			roster: { A: ['HNTE', 'SRDI'], B: ['ZGCHT'] },
			value: 2
		},
		{
			says: '国家口径不含中关村高新：1 户',
			given: [{ dataset: roster, rows: [] }],
			roster: { A: ['HNTE', 'SRDI'], B: ['ZGCHT'] },
			scope: 'national',
			value: 1
		},
		{
			says: '高新技术企业一类：1 户',
			given: [{ dataset: roster, rows: [] }],
			roster: { A: ['HNTE', 'SRDI'], B: ['ZGCHT'] },
			where: { label: 'HNTE' },
			value: 1
		}
	]
});
