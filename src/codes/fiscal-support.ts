import { defineCodes } from './define.ts';

/** How public money supports a loan; the meanings of the codes are not published. */
export const fiscalSupports = defineCodes({
	id: 'fiscalSupport',
	label: '贷款财政扶持方式',
	source: '采集规范代码，见于公开的银行报送程序；各代码含义未见公开，名称待向采集规范核对',
	codes: {
		A0101: 'A0101（含义待核）',
		A0102: 'A0102（含义待核）',
		A0201: 'A0201（含义待核）',
		A0202: 'A0202（含义待核）',
		B: 'B（含义待核）',
		C: 'C（含义待核）',
		Z: 'Z（含义待核）'
	}
});
