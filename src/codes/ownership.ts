import { defineCodes } from './define.ts';

/** Who controls an enterprise. */
export const ownerships = defineCodes({
	id: 'ownership',
	label: '经济成分',
	source: '采集规范代码，见于公开的银行报送程序；中文名称为通用叫法',
	codes: {
		A01: '国有控股',
		A0101: { label: '国有相对控股', parent: 'A01' },
		A0102: { label: '国有绝对控股', parent: 'A01' },
		A02: '集体控股',
		A0201: { label: '集体相对控股', parent: 'A02' },
		A0202: { label: '集体绝对控股', parent: 'A02' },
		B01: '私人控股',
		B0101: { label: '私人相对控股', parent: 'B01' },
		B0102: { label: '私人绝对控股', parent: 'B01' },
		B02: '港澳台控股',
		B0201: { label: '港澳台相对控股', parent: 'B02' },
		B0202: { label: '港澳台绝对控股', parent: 'B02' },
		B03: '外商控股',
		B0301: { label: '外商相对控股', parent: 'B03' },
		B0302: { label: '外商绝对控股', parent: 'B03' }
	},
	aliases: {
		国有: 'A01',
		集体: 'A02',
		私人: 'B01',
		民营: 'B01',
		民营控股: 'B01',
		港澳台: 'B02',
		外商: 'B03'
	}
});
