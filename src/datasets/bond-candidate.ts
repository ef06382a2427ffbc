import { bondKinds } from '#codes/bond-kind.ts';
import { leftReasons } from '#codes/left-reason.ts';
import { units } from '#codes/unit.ts';
import { code, date, defineDataset, money, text, uscc } from './define.ts';

export default defineDataset({
	id: 'bond-candidate',
	label: '发债推荐名单',
	clause: 10,
	nature: 'register',
	every: 'event',
	filers: ['unit'],
	filerIds: ['pbc', 'kw', 'jxj'],
	due: null,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition: '具备发债潜力、对本市经济社会发展贡献较大的民营和科创企业推荐名单，动态调整；一次入选一行。',
	validity: { from: 'listedOn', to: 'leftOn' },
	by: { unit: { by: 'column', column: 'recommendedBy' }, label: { by: 'labels', column: 'uscc' } },
	columns: {
		uscc: uscc('统一社会信用代码', {
			enterprise: 'code',
			key: true,
			aliases: ['企业'],
			example: '91110108MA0000015T'
		}),
		listedOn: date('入选日期', { key: true, example: '2025-03-20' }),
		recommendedBy: code('推荐单位', units, { required: true, example: 'kw' }),
		reason: text('推荐理由', { max: 500, example: '研发投入持续增长' }),
		plannedKind: code('拟发品种', bondKinds, { example: 'TECH' }),
		plannedAmount: money('拟发金额', { example: '300000000.00' }),
		leftOn: date('调出日期'),
		leftReason: code('调出原因', leftReasons, { note: '调出的填写' })
	}
});
