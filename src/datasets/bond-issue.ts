import { bondKinds } from '#codes/bond-kind.ts';
import { bondMarkets } from '#codes/bond-market.ts';
import { enhancements } from '#codes/enhancement.ts';
import { ownerships } from '#codes/ownership.ts';
import { code, date, dec, defineDataset, money, monthlyDue, rate, text, uscc } from './define.ts';

export default defineDataset({
	id: 'bond-issue',
	label: '债券发行',
	clause: 10,
	nature: 'register',
	every: 'month',
	filers: ['unit'],
	filerIds: ['pbc'],
	due: monthlyDue,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition: '民营和科创企业发行的债券，一只一行。',
	validity: { from: 'issuedOn' },
	by: {
		bondKind: { by: 'column', column: 'kind' },
		market: { by: 'column', column: 'market' },
		ownership: { by: 'prefix', column: 'ownership', length: 3 }
	},
	columns: {
		bondCode: text('债券代码', { key: true, max: 20, example: '012600001' }),
		uscc: uscc('统一社会信用代码', {
			enterprise: 'code',
			required: true,
			aliases: ['发行人'],
			example: '91110108MA0000015T'
		}),
		kind: code('债券品种', bondKinds, { required: true, example: 'TECH' }),
		market: code('发行市场', bondMarkets, { required: true, example: 'INTERBANK' }),
		registered: money('注册金额', { example: '500000000.00' }),
		issued: money('发行金额', { required: true, example: '300000000.00' }),
		issuedOn: date('发行日期', { required: true, example: '2026-06-18' }),
		termYears: dec('期限(年)', 2, { required: true, aliases: ['期限'], example: '3.00' }),
		coupon: rate('票面利率', { required: true, aliases: ['发行利率'], example: '2.35000' }),
		enhancement: code('增信方式', enhancements, { example: 'RISK_SHARING' }),
		ownership: code('经济成分', ownerships, { example: 'B0102' })
	}
});
