import { institutionKinds } from '#codes/institution-kind.ts';
import { code, date, defineDataset, int, text, uscc } from './define.ts';

export default defineDataset({
	id: 'institution',
	label: '报送机构',
	clause: null,
	nature: 'register',
	every: 'event',
	filers: [],
	due: null,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition: '报送机构名册，由管理员维护；次序为官方次序，各处一致。',
	validity: { from: 'from', to: 'until' },
	columns: {
		id: text('机构编号', { key: true, max: 20, example: 'bank01' }),
		uscc: uscc('统一社会信用代码', { required: true, example: '91110102MA0123453G' }),
		code14: text('金融机构编码', { max: 14, note: '14 位金融机构编码', example: 'C1010211000012' }),
		name: text('机构名称', {
			required: true,
			max: 200,
			aliases: ['名称'],
			example: '示例银行股份有限公司北京分行'
		}),
		shortName: text('机构简称', { required: true, max: 60, aliases: ['简称'], example: '示例银行' }),
		kind: code('机构类型', institutionKinds, { required: true, example: 'jointstock' }),
		peerGroup: text('同类分组', { max: 40, example: '股份制银行' }),
		sort: int('次序', { required: true, example: '10' }),
		from: date('启用日期', { required: true, example: '2022-10-01' }),
		until: date('停用日期')
	}
});
