import medianDisclosedRate from '#indicators/06-products/median-disclosed-rate.ts';
import realisedRate from '#indicators/06-products/realised-rate.ts';
import { defineFigure } from './define.ts';
import { above } from './headline.ts';

export default defineFigure({
	id: 'disclosed-and-realised',
	label: '公示利率与实际利率',
	theme: 'products',
	form: 'bars',
	axis: { kind: 'keys', by: 'institution', order: 'value', most: 30 },
	strokes: [
		{ id: 'realised', label: '实际利率', indicator: realisedRate, take: 'value', kind: 'bar', role: 'main' },
		{
			id: 'disclosed',
			label: '公示中位数',
			indicator: medianDisclosedRate,
			take: 'value',
			kind: 'bar',
			role: 'reference'
		}
	],
	headline: above('realised', 'disclosed', '家银行', '实际利率高于公示中位数'),
	source: '各银行报送，单位贷款发生额信息、科技信贷产品'
});
