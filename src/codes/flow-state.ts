import { defineCodes } from './define.ts';

/** Why a loan was paid out or came back in the period. */
export const flowStates = defineCodes({
	id: 'flowState',
	label: '贷款状态（发生额）',
	source: '采集规范代码，见于公开的银行报送程序；LF06 名称未见',
	codes: {
		LF01: '正常',
		LF02: '核销',
		LF03: '剥离',
		LF04: '转让',
		LF05: '重组',
		LF06: 'LF06（名称待核）',
		LF07: '以物抵债',
		LF08: '债转股'
	}
});
