import { defineIndicator } from '../define.ts';
import { reviews } from '../examples.ts';
import feedback from '#formula/views/feedback.ts';
import { count, ratio, sum } from '#formula/formula.ts';

export default defineIndicator({
	id: 'feedback-score',
	code: 'M06-7',
	label: '企业评价平均分',
	short: '企业评价',
	english: 'Mean score of enterprises',
	clause: 6,
	unit: 'score',
	nature: 'ratio',
	better: 'higher',
	definition: '当期企业对科技信贷产品评分（1至5分）的平均。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '北京市银企对接系统（企业评价）',
	by: ['institution', 'kind', 'product'],
	formula: ratio(sum(feedback, 'score'), count(feedback)),
	examples: [
		{
			says: '（5 + 2 + 4 + 4）÷ 4 = 3.75',
			parameters: { feedbackReplyDays: '5' },
			given: reviews,
			value: '15/4'
		}
	]
});
