import { defineIndicator } from '../define.ts';
import { reviews } from '../examples.ts';
import feedback from '#formula/views/feedback.ts';
import { count, ratio } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';

export default defineIndicator({
	id: 'feedback-timeliness',
	code: 'M06-7b',
	label: '企业评价按时答复率',
	english: 'Reviews answered in time',
	clause: 6,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '当期企业评价中，五个工作日内答复的比例。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '北京市银企对接系统（企业评价）',
	by: ['institution', 'kind', 'product'],
	formula: ratio(count(feedback, [isTrue('timely')]), count(feedback)),
	examples: [
		{
			says: '9月1日（周二）评价：8日答复是第5个工作日，9日是第6个；未答复不算；当日答复算：2 ÷ 4',
			parameters: { feedbackReplyDays: '5' },
			given: reviews,
			value: '1/2'
		}
	]
});
