import bondListIn from '#indicators/10-bonds/bond-list-in.ts';
import bondListOut from '#indicators/10-bonds/bond-list-out.ts';
import { defineFigure } from './define.ts';
import { balance } from './headline.ts';

export default defineFigure({
	id: 'bond-list',
	label: '推荐名单调入与调出',
	theme: 'bonds',
	form: 'columns',
	axis: { kind: 'months', count: 13 },
	strokes: [
		{ id: 'in', label: '调入', indicator: bondListIn, take: 'value', kind: 'column', role: 'main' },
		{ id: 'out', label: '调出', indicator: bondListOut, take: 'value', kind: 'column' }
	],
	headline: balance('in', 'out', '推荐名单'),
	source: '人民银行、市科委、市经信局，发债推荐名单'
});
