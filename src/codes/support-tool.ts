import { defineCodes } from './define.ts';

/** The kinds of support a loan may have had. */
export const supportTools = defineCodes({
	id: 'supportTool',
	label: '支持工具',
	source: '银管发〔2022〕98号（五）、（七）；代码为本平台自编',
	codes: {
		RELENDING: '再贷款',
		REDISCOUNT: '再贴现',
		GUARANTEE_FEE: '担保费补贴',
		INTEREST: '贷款贴息',
		RISK: '风险补偿',
		AWARD: '专项资金激励',
		DATA: '大数据赋能',
		FIRST_LOAN: '首贷补贴',
		STARTUP: '创业担保'
	},
	aliases: {
		融资担保费补贴: 'GUARANTEE_FEE',
		融资风险补偿: 'RISK',
		创业担保贷款: 'STARTUP'
	}
});
