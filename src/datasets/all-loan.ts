import { currencyScopes } from '#codes/currency-scope.ts';
import { bankKinds } from '#codes/institution-kind.ts';
import { segments } from '#codes/segment.ts';
import { code, defineDataset, int, money, monthlyDue, rate } from './define.ts';

export default defineDataset({
	id: 'all-loan',
	label: '各项贷款（大集中口径）',
	clause: 4,
	nature: 'stock',
	every: 'month',
	filers: bankKinds,
	due: monthlyDue,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition:
		'机构期末各项贷款总量，按币种口径和贷款口径分列；是科创企业贷款增速的比较基准，并与逐笔文件合计核对。',
	by: {
		currencyScope: { by: 'column', column: 'currency' },
		segment: { by: 'column', column: 'segment' }
	},
	columns: {
		currency: code('本外币/人民币', currencyScopes, { key: true, aliases: ['币种口径'], example: 'ALL' }),
		segment: code('贷款口径', segments, { key: true, example: 'CORPORATE' }),
		balance: money('余额', {
			required: true,
			aliases: ['贷款余额'],
			note: '折人民币',
			example: '125000000000.00'
		}),
		borrowers: int('户数', { aliases: ['借款人户数'], example: '3200' }),
		newRate: rate('新发放利率', { aliases: ['新发放加权平均利率'], example: '3.12000' })
	}
});
