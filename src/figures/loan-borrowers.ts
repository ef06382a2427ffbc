import techLoanBorrowers from '#indicators/04-policy-funds/tech-loan-borrowers.ts';
import { defineFigure } from './define.ts';
import { growth } from './headline.ts';

export default defineFigure({
	id: 'loan-borrowers',
	label: '获贷科创企业户数与同比',
	theme: 'loans',
	form: 'columns-line',
	axis: { kind: 'months', count: 13 },
	strokes: [
		{
			id: 'borrowers',
			label: '户数',
			indicator: techLoanBorrowers,
			take: 'value',
			kind: 'column',
			role: 'main'
		},
		{
			id: 'growth',
			label: '同比',
			indicator: techLoanBorrowers,
			take: 'yearOnYear',
			kind: 'line',
			role: 'accent'
		}
	],
	headline: growth('growth', '获贷企业户数'),
	source: '各银行报送，存量单位贷款信息',
	notes: ['同一企业在多家银行有贷款只计一户']
});
