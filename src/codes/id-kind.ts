import { defineCodes } from './define.ts';

/** What kind of identifier stands in the column beside it. */
export const idKinds = defineCodes({
	id: 'idKind',
	label: '证件类型',
	source: '采集规范代码，见于公开的银行报送程序；B 类个人证件名称未经官方规范核对',
	codes: {
		A01: '统一社会信用代码',
		A02: '组织机构代码',
		A03: '其他单位证件',
		B01: '居民身份证',
		B02: '户口簿',
		B03: '护照',
		B04: '军官证',
		B05: '士兵证',
		B06: '港澳居民来往内地通行证',
		B07: '台湾居民来往大陆通行证',
		B08: '临时身份证',
		B09: '外国人居留证',
		B10: '警官证',
		B11: '个体工商户营业执照',
		B12: '外国人永久居留身份证',
		B99: '其他个人证件'
	}
});
