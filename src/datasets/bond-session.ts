import { sessionKinds } from '#codes/session-kind.ts';
import { code, date, defineDataset, quarterlyDue, text } from './define.ts';

export default defineDataset({
	id: 'bond-session',
	label: '发债辅导对接活动',
	clause: 10,
	nature: 'flow',
	every: 'quarter',
	filers: ['unit'],
	filerIds: ['pbc', 'csrc'],
	due: quarterlyDue,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition: '当季为推荐企业组织的发债辅导和融资对接活动，一场一行。',
	by: { session: { by: 'column', column: 'kind' } },
	columns: {
		sessionNo: text('活动编号', { key: true, max: 20, example: 'HD2026Q3-01' }),
		heldOn: date('举办日期', { key: true, example: '2026-08-20' }),
		kind: code('活动类型', sessionKinds, { required: true, example: 'COACHING' }),
		enterprises: text('参加企业', {
			required: true,
			max: 20000,
			note: '参加企业的统一社会信用代码，用顿号分隔；没有名单的填家数',
			example: '91110108MA0000015T、91110112MA00ABCD4X'
		})
	}
});
