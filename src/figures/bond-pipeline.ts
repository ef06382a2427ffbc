import bondStage from '#indicators/10-bonds/bond-stage.ts';
import { bondPath } from '#codes/bond-step.ts';
import { defineFigure } from './define.ts';
import { most } from './headline.ts';

export default defineFigure({
	id: 'bond-pipeline',
	label: '推荐企业各阶段户数',
	theme: 'bonds',
	form: 'bars',
	axis: { kind: 'keys', by: 'step', order: 'official' },
	strokes: [{ id: 'count', label: '户数', indicator: bondStage, take: 'value', kind: 'bar', role: 'main' }],
	headline: most('count', (who) => `发行前${who}阶段企业最多`, bondPath.slice(0, bondPath.indexOf('ISSUED'))),
	source: '人民银行、北京证监局，发债推荐名单与发债进展'
});
