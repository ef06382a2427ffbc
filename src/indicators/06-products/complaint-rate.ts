import { defineIndicator } from '../define.ts';
import { reviews } from '../examples.ts';
import feedback from '#formula/views/feedback.ts';
import { count, ratio } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';

export default defineIndicator({
	id: 'complaint-rate',
	code: 'M06-7c',
	label: '企业投诉率',
	english: 'Complaints in reviews',
	clause: 6,
	unit: 'percent',
	nature: 'ratio',
	better: 'lower',
	definition: '当期收到的企业评价中，标为投诉的条数占比。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '北京市银企对接系统（企业评价）',
	by: ['institution', 'kind', 'product'],
	formula: ratio(count(feedback, [isTrue('complaint')]), count(feedback)),
	examples: [
		{
			says: '4 条中 1 条投诉',
			parameters: { feedbackReplyDays: '5' },
			given: reviews,
			value: '1/4'
		}
	]
});
