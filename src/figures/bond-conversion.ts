import bondCoachedShare from '#indicators/10-bonds/bond-coached-share.ts';
import bondConversion from '#indicators/10-bonds/bond-conversion.ts';
import { defineFigure } from './define.ts';
import { level } from './headline.ts';

export default defineFigure({
	id: 'bond-conversion',
	label: '辅导覆盖率与名单转化率',
	theme: 'bonds',
	form: 'line',
	axis: { kind: 'months', count: 25 },
	strokes: [
		{
			id: 'conversion',
			label: '名单转化率',
			indicator: bondConversion,
			take: 'value',
			kind: 'line',
			role: 'main'
		},
		{ id: 'coached', label: '辅导覆盖率', indicator: bondCoachedShare, take: 'value', kind: 'line' }
	],
	headline: level('conversion', '名单转化率'),
	source: '人民银行、北京证监局，发债推荐名单、发债进展与债券发行',
	notes: ['转化率＝近24个月已发债企业÷曾入选企业']
});
