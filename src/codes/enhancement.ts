import { defineCodes } from './define.ts';

/** What stands behind a bond beside its issuer. */
export const enhancements = defineCodes({
	id: 'enhancement',
	label: '增信方式',
	source: '本平台自编代码',
	codes: {
		NONE: '无增信',
		GUARANTEE: '担保增信',
		PLEDGE: '抵质押增信',
		CRM: '信用风险缓释工具',
		RISK_SHARING: '科技创新债券风险分担工具',
		OTHER: '其他增信'
	},
	aliases: {
		无: 'NONE',
		担保: 'GUARANTEE',
		其他: 'OTHER'
	}
});
