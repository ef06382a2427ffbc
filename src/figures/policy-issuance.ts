import policyFundsIssued from '#indicators/04-policy-funds/policy-funds-issued.ts';
import { defineFigure } from './define.ts';
import { moved } from './headline.ts';

export default defineFigure({
	id: 'policy-issuance',
	label: '政策资金当月发放额',
	theme: 'policy-funds',
	form: 'columns',
	axis: { kind: 'months', count: 13 },
	strokes: [
		{
			id: 'issued',
			label: '当月发放',
			indicator: policyFundsIssued,
			take: 'value',
			kind: 'column',
			role: 'main'
		}
	],
	headline: moved('issued', '当月发放政策资金'),
	source: '人民银行，央行政策性资金发放明细'
});
