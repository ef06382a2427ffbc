import techLoanBalance from '#indicators/04-policy-funds/tech-loan-balance.ts';
import { defineFigure } from './define.ts';
import { growth } from './headline.ts';

export default defineFigure({
	id: 'loan-balance',
	label: '科创企业贷款余额与同比',
	theme: 'loans',
	form: 'columns-line',
	axis: { kind: 'months', count: 13 },
	strokes: [
		{ id: 'balance', label: '余额', indicator: techLoanBalance, take: 'value', kind: 'column', role: 'main' },
		{
			id: 'growth',
			label: '同比',
			indicator: techLoanBalance,
			take: 'yearOnYear',
			kind: 'line',
			role: 'accent'
		}
	],
	headline: growth('growth', '科创企业贷款'),
	source: '各银行报送，存量单位贷款信息'
});
