import { defineIndicator } from '../define.ts';
import { reviews } from '../examples.ts';
import feedback from '#formula/views/feedback.ts';
import { count } from '#formula/formula.ts';

export default defineIndicator({
	id: 'feedback-count',
	code: 'M06-7a',
	label: '企业评价条数',
	english: 'Reviews by enterprises',
	clause: 6,
	unit: 'review',
	nature: 'flow',
	better: 'higher',
	definition: '当期经银企对接系统收到的企业对科技信贷产品的评价条数。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '北京市银企对接系统（企业评价）',
	by: ['institution', 'kind', 'product'],
	formula: count(feedback),
	examples: [
		{
			says: '4 条',
			parameters: { feedbackReplyDays: '5' },
			given: reviews,
			value: 4
		}
	]
});
