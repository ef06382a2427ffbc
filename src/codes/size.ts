import { defineCodes } from './define.ts';

/** How large an enterprise is by the 2011 classification standard. */
export const sizes = defineCodes({
	id: 'size',
	label: '企业规模',
	source: '金融基础数据采集规范代码；划型依据工信部联企业〔2011〕300号',
	codes: {
		CS01: '大型',
		CS02: '中型',
		CS03: '小型',
		CS04: '微型',
		CS05: '其他（非企业）'
	},
	aliases: {
		大: 'CS01',
		中: 'CS02',
		小: 'CS03',
		微: 'CS04',
		大型企业: 'CS01',
		中型企业: 'CS02',
		小型企业: 'CS03',
		微型企业: 'CS04',
		其他: 'CS05',
		非企业: 'CS05'
	}
});
