import loanCoverage from '#indicators/04-policy-funds/loan-coverage.ts';
import { defineFigure } from './define.ts';
import { first } from './headline.ts';

export default defineFigure({
	id: 'loan-coverage',
	label: '各类科创企业获贷率',
	theme: 'loans',
	form: 'bars',
	axis: { kind: 'keys', by: 'label', order: 'official' },
	strokes: [
		{ id: 'coverage', label: '获贷率', indicator: loanCoverage, take: 'value', kind: 'bar', role: 'main' }
	],
	headline: first('coverage', '获贷率'),
	source: '各银行报送的贷款与科创企业名录匹配'
});
