import { defineCodes } from './define.ts';

/** The tools through which the central bank puts policy funds out. A tranche names its most specific tool; a parent named directly is its general part. */
export const policyTools = defineCodes({
	id: 'policyTool',
	label: '政策工具',
	source: '人民银行公开的工具名称，代码为本平台自编；工具有效期见各项说明',
	codes: {
		SMALL: '支小再贷款',
		JCR: { label: '京创融', parent: 'SMALL', note: '支小再贷款下的专项再贷款，不另计总量' },
		RURAL: '支农再贷款',
		REDISCOUNT: '再贴现',
		JCT: { label: '京创通', parent: 'REDISCOUNT', note: '再贴现下的专项再贴现，不另计总量' },
		JZT: { label: '京制通', parent: 'REDISCOUNT', note: '再贴现下的专项再贴现，不另计总量' },
		INCLUSIVE: { label: '普惠小微贷款支持工具', from: '2022-01-01' },
		TECH: {
			label: '科技创新和技术改造再贷款',
			from: '2022-04-28',
			note: '2022年4月设立时称科技创新再贷款，2024年4月更名扩围；由总行面向21家全国性机构发放，在京统计支持贷款'
		},
		OTHER: '其他政策工具'
	},
	aliases: {
		科技创新再贷款: 'TECH',
		其他: 'OTHER'
	}
});
