import { defineCodes } from './define.ts';

/** Where a bond is issued. */
export const bondMarkets = defineCodes({
	id: 'bondMarket',
	label: '发行市场',
	source: '本平台自编代码',
	codes: {
		INTERBANK: '银行间市场',
		SSE: '上海证券交易所',
		SZSE: '深圳证券交易所',
		BSE: '北京证券交易所'
	},
	aliases: {
		银行间: 'INTERBANK',
		上交所: 'SSE',
		深交所: 'SZSE',
		北交所: 'BSE'
	}
});
