import { defineCodes } from './define.ts';

/** Which sector of the national economy a borrower belongs to. */
export const sectors = defineCodes({
	id: 'sector',
	label: '国民经济部门',
	source: '采集规范代码，见于公开的银行报送程序；中文名称为通用叫法',
	codes: {
		A: '广义政府',
		A01: { label: '中央政府', parent: 'A' },
		A02: { label: '地方政府', parent: 'A' },
		A03: { label: '社会保障基金', parent: 'A' },
		A04: { label: '机关团体和事业单位', parent: 'A' },
		A99: { label: '其他政府部门', parent: 'A' },
		B: '金融机构',
		B01: { label: '货币当局', parent: 'B' },
		B02: { label: '监管当局', parent: 'B' },
		B03: { label: '银行业存款类金融机构', parent: 'B' },
		B04: { label: '银行业非存款类金融机构', parent: 'B' },
		B05: { label: '证券业金融机构', parent: 'B' },
		B06: { label: '保险业金融机构', parent: 'B' },
		B07: { label: '交易及结算类金融机构', parent: 'B' },
		B08: { label: '金融控股公司', parent: 'B' },
		B09: { label: '特定目的载体', parent: 'B' },
		B99: { label: '其他金融机构', parent: 'B' },
		C: '非金融企业',
		C01: { label: '公司', parent: 'C' },
		C02: { label: '非公司企业', parent: 'C' },
		C99: { label: '其他非金融机构', parent: 'C' },
		D: '住户',
		D01: { label: '住户（个人）', parent: 'D' },
		D02: { label: '为住户服务的非营利机构', parent: 'D' },
		E: '非居民',
		E01: { label: '国际组织', parent: 'E' },
		E02: { label: '外国政府', parent: 'E' },
		E03: { label: '境外金融机构', parent: 'E' },
		E04: { label: '境外非金融企业', parent: 'E' },
		E05: { label: '境外个人', parent: 'E' },
		E99: { label: '其他非居民', parent: 'E' }
	}
});
