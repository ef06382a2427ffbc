import feedbackScore from '#indicators/06-products/feedback-score.ts';
import { defineFigure } from './define.ts';
import { first } from './headline.ts';

export default defineFigure({
	id: 'product-feedback',
	label: '各银行企业评价平均分',
	theme: 'products',
	form: 'bars',
	axis: { kind: 'keys', by: 'institution', order: 'value', most: 30 },
	strokes: [
		{ id: 'score', label: '平均分', indicator: feedbackScore, take: 'value', kind: 'bar', role: 'main' }
	],
	headline: first('score', '评价'),
	source: '北京市银企对接系统，企业评价',
	notes: ['满分5分']
});
