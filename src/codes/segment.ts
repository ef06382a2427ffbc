import { defineCodes } from './define.ts';

/** Which part of all loans a total covers. */
export const segments = defineCodes({
	id: 'segment',
	label: '贷款口径',
	source: '本平台自编代码',
	codes: {
		ALL: '各项贷款',
		CORPORATE: '单位贷款',
		HOUSEHOLD: '住户贷款',
		INCLUSIVE: '普惠小微贷款',
		MANUFACTURING: '制造业中长期贷款'
	},
	aliases: {
		各项: 'ALL',
		单位: 'CORPORATE',
		住户: 'HOUSEHOLD',
		普惠小微: 'INCLUSIVE',
		制造业中长期: 'MANUFACTURING'
	}
});
