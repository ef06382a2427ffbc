import quotaUse from '#indicators/04-policy-funds/quota-use.ts';
import { defineFigure } from './define.ts';
import { first } from './headline.ts';

export default defineFigure({
	id: 'policy-quota',
	label: '政策工具额度使用率',
	theme: 'policy-funds',
	form: 'bars',
	axis: { kind: 'keys', by: 'tool', order: 'official' },
	strokes: [
		{ id: 'use', label: '额度使用率', indicator: quotaUse, take: 'value', kind: 'bar', role: 'main' }
	],
	headline: first('use', '使用率'),
	source: '人民银行，政策工具额度与发放明细',
	notes: ['期末余额÷在京执行额度；没有额度的工具不列']
});
