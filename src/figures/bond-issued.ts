import bondsIssued from '#indicators/10-bonds/bonds-issued.ts';
import { defineFigure } from './define.ts';
import { moved } from './headline.ts';

export default defineFigure({
	id: 'bond-issued',
	label: '当月债券发行金额',
	theme: 'bonds',
	form: 'columns',
	axis: { kind: 'months', count: 13 },
	strokes: [
		{ id: 'issued', label: '当月发行', indicator: bondsIssued, take: 'value', kind: 'column', role: 'main' }
	],
	headline: moved('issued', '当月发债'),
	source: '人民银行，债券发行'
});
