import policyFunds from '#indicators/04-policy-funds/policy-funds.ts';
import keyAreaFunds from '#indicators/04-policy-funds/key-area-funds.ts';
import { defineFigure } from './define.ts';
import { first } from './headline.ts';

export default defineFigure({
	id: 'policy-by-bank',
	label: '各承办机构政策资金累计发放',
	theme: 'policy-funds',
	form: 'bars',
	axis: { kind: 'keys', by: 'institution', order: 'value', most: 12 },
	strokes: [
		{ id: 'issued', label: '当年累计', indicator: policyFunds, take: 'value', kind: 'bar', role: 'main' },
		{
			id: 'key',
			label: '其中重点领域',
			indicator: keyAreaFunds,
			take: 'value',
			kind: 'bar',
			role: 'reference'
		}
	],
	headline: first('issued', '承办'),
	source: '人民银行，央行政策性资金发放明细',
	notes: ['列前12家；竖线为其中投向重点领域的金额']
});
