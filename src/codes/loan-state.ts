import { defineCodes } from './define.ts';

/** What state a loan alive at period end is in. */
export const loanStates = defineCodes({
	id: 'loanState',
	label: '贷款状态（存量）',
	source: '采集规范代码，见于公开的银行报送程序',
	codes: {
		LS01: '正常',
		LS02: '展期',
		LS03: '逾期',
		LS04: '缩期'
	}
});
