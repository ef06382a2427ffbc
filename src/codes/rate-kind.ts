import { defineCodes } from './define.ts';

/** Whether the rate of a loan is fixed. */
export const rateKinds = defineCodes({
	id: 'rateKind',
	label: '利率是否固定',
	source: '采集规范代码，见于公开的银行报送程序',
	codes: {
		RF01: '固定利率',
		RF02: '浮动利率'
	},
	aliases: {
		固定: 'RF01',
		浮动: 'RF02',
		是: 'RF01',
		否: 'RF02'
	}
});
