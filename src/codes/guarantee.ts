import { defineCodes } from './define.ts';

/** How a loan is secured; the first letter is the class. D is an unsecured loan. */
export const guarantees = defineCodes({
	id: 'guarantee',
	label: '贷款担保方式',
	source: '采集规范代码，见于公开的银行报送程序',
	codes: {
		A: '质押贷款',
		B: '抵押贷款',
		B01: { label: '房地产抵押贷款', parent: 'B' },
		B99: { label: '其他抵押贷款', parent: 'B' },
		C: '保证贷款',
		C01: { label: '联保贷款', parent: 'C' },
		C99: { label: '其他保证贷款', parent: 'C' },
		D: '信用/免担保贷款',
		E: '组合担保',
		Z: '其他担保'
	},
	aliases: {
		质押: 'A',
		抵押: 'B',
		房地产抵押: 'B01',
		保证: 'C',
		联保: 'C01',
		信用: 'D',
		信用贷款: 'D',
		免担保: 'D',
		'信用/免担保': 'D',
		组合: 'E',
		其他: 'Z'
	}
});
