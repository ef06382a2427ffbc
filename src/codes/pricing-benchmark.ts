import { defineCodes } from './define.ts';

/** What the rate of a loan is set against. */
export const pricingBenchmarks = defineCodes({
	id: 'pricingBenchmark',
	label: '定价基准类型',
	source: '采集规范代码，见于公开的银行报送程序；除 TR05、TR08 外名称未经核对，TR09 名称未见',
	codes: {
		TR01: '上海银行间同业拆放利率（Shibor）',
		TR02: '伦敦银行间同业拆借利率（Libor）',
		TR03: '香港银行间同业拆借利率（Hibor）',
		TR04: '欧元区银行间同业拆借利率（Euribor）',
		TR05: '贷款市场报价利率（LPR）',
		TR06: '国债收益率',
		TR07: '存款基准利率',
		TR08: '贷款基准利率',
		TR09: 'TR09（名称待核）',
		TR99: '其他定价基准'
	},
	aliases: {
		LPR: 'TR05',
		Shibor: 'TR01',
		其他: 'TR99'
	}
});
