import { defineCodes } from './define.ts';

/** The area policy funds went to. Several may be named; a tranche still counts once. */
export const keyAreas = defineCodes({
	id: 'keyArea',
	label: '投向重点领域',
	source: '银管发〔2022〕98号（四）；绿色不在文中，是否计入由参数决定',
	codes: {
		TECH: '科技创新',
		MANUFACTURING: '先进制造',
		GREEN: '绿色',
		OTHER: '其他'
	}
});
