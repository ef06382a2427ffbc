import { defineCodes } from './define.ts';

/** How it was established that an enterprise never had a loan before. */
export const firstLoanEvidences = defineCodes({
	id: 'firstLoanEvidence',
	label: '首贷核验方式',
	source: '本平台自编代码',
	codes: {
		REGISTRY: '征信系统查询',
		CROSS_BANK: '跨机构比对',
		OWN_BANK: '仅本机构记录',
		STATEMENT: '企业声明'
	}
});
