import keyAreaShare from '#indicators/04-policy-funds/key-area-share.ts';
import policyFunds from '#indicators/04-policy-funds/policy-funds.ts';
import { defineFigure } from './define.ts';
import { either, level, target } from './headline.ts';

export default defineFigure({
	id: 'key-area-share',
	label: '政策资金投向重点领域占比',
	theme: 'policy-funds',
	form: 'line',
	axis: { kind: 'year' },
	strokes: [
		{ id: 'share', label: '重点领域占比', indicator: keyAreaShare, take: 'value', kind: 'line', role: 'main' }
	],
	projected: policyFunds,
	target: 'share',
	headline: either(target('share', '重点领域占比'), level('share', '重点领域占比')),
	source: '人民银行，央行政策性资金发放明细',
	notes: ['占比为当年累计；虚线按最近三个月的发放节奏推算至年末']
});
