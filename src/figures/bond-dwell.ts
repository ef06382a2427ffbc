import bondStageDays from '#indicators/10-bonds/bond-stage-days.ts';
import { bondPath } from '#codes/bond-step.ts';
import { defineFigure } from './define.ts';
import { most } from './headline.ts';

export default defineFigure({
	id: 'bond-dwell',
	label: '各阶段停留天数中位数',
	theme: 'bonds',
	form: 'bars',
	axis: { kind: 'keys', by: 'step', order: 'official' },
	strokes: [
		{
			id: 'days',
			label: '停留天数中位数',
			indicator: bondStageDays,
			take: 'value',
			kind: 'bar',
			role: 'main'
		}
	],
	headline: most('days', (who) => `发行前${who}阶段停留最久`, bondPath.slice(0, bondPath.indexOf('ISSUED'))),
	source: '人民银行、北京证监局，发债推荐名单与发债进展'
});
