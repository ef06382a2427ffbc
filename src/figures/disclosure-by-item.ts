import disclosureRate from '#indicators/06-products/disclosure-rate.ts';
import { defineFigure } from './define.ts';
import { last } from './headline.ts';

export default defineFigure({
	id: 'disclosure-by-item',
	label: '六项要素各自的公示率',
	theme: 'products',
	form: 'bars',
	axis: { kind: 'keys', by: 'item', order: 'official' },
	strokes: [
		{ id: 'rate', label: '公示率', indicator: disclosureRate, take: 'value', kind: 'bar', role: 'main' }
	],
	headline: last('rate', '公示最少'),
	source: '各银行报送，科技信贷产品、产品发放情况'
});
