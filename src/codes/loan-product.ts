import { defineCodes } from './define.ts';

/** What kind of loan it is. */
export const loanProducts = defineCodes({
	id: 'loanProduct',
	label: '贷款产品类别',
	source: '采集规范代码，见于公开的银行报送程序（节选）；部分中文名称为推断',
	codes: {
		F02: '普通贷款',
		F021: { label: '个人消费贷款', parent: 'F02' },
		F0211: { label: '个人住房贷款', parent: 'F021' },
		F0212: { label: '个人汽车贷款', parent: 'F021' },
		F0213: { label: '助学贷款', parent: 'F021' },
		F0219: { label: '其他个人消费贷款', parent: 'F021' },
		F022: { label: '经营贷款（流动资金贷款）', parent: 'F02' },
		F023: { label: '固定资产贷款', parent: 'F02' },
		F04: '透支',
		F041: { label: '单位透支', parent: 'F04' },
		F05: '垫款',
		F051: { label: '承兑垫款', parent: 'F05' },
		F052: { label: '信用证垫款', parent: 'F05' },
		F053: { label: '保函垫款', parent: 'F05' },
		F059: { label: '其他垫款', parent: 'F05' },
		F08: '贸易融资',
		F081: { label: '国际贸易融资', parent: 'F08' },
		F082: { label: '国内贸易融资', parent: 'F08' },
		F09: '融资租赁',
		F12: '并购贷款',
		F99: '其他贷款'
	},
	aliases: {
		流动资金贷款: 'F022',
		经营贷款: 'F022'
	}
});
