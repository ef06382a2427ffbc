import { defineCodes } from './define.ts';

/** The offices responsible for the fifteen measures. */
export const units = defineCodes({
	id: 'unit',
	label: '责任单位',
	source: '银管发〔2022〕98号责任单位，中文为现用简称；代码为本平台自编',
	codes: {
		pbc: '人民银行北京市分行',
		safe: '外汇局北京市分局',
		nfra: '金融监管总局北京监管局',
		csrc: '北京证监局',
		jrj: '市地方金融管理局',
		kw: '市科委、中关村管委会',
		jxj: '市经济和信息化局',
		czj: '市财政局',
		swj: '市商务局',
		zscq: '市知识产权局',
		jk: '北京金控集团'
	},
	aliases: {
		人行营业管理部: 'pbc',
		北京外汇管理部: 'safe',
		北京银保监局: 'nfra',
		市金融监管局: 'jrj',
		市科委中关村管委会: 'kw',
		市科委: 'kw',
		市经信局: 'jxj'
	}
});
