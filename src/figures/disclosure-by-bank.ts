import disclosureRate from '#indicators/06-products/disclosure-rate.ts';
import { defineFigure } from './define.ts';
import { either, first, short } from './headline.ts';

export default defineFigure({
	id: 'disclosure-by-bank',
	label: '各银行六项要素公示完整率',
	theme: 'products',
	form: 'bars',
	axis: { kind: 'keys', by: 'institution', order: 'value', most: 30 },
	strokes: [
		{ id: 'rate', label: '公示完整率', indicator: disclosureRate, take: 'value', kind: 'bar', role: 'main' }
	],
	headline: either(short('rate', 100, '家银行', '要素公示不全'), first('rate', '公示完整率')),
	source: '各银行报送，科技信贷产品、产品发放情况',
	notes: ['已公示要素÷（6×在架产品数）']
});
