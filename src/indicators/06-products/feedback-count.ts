import { defineIndicator } from '../define.ts';
import productFeedback from '#datasets/product-feedback.ts';
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
			given: [
				{
					dataset: productFeedback,
					filer: 'yqdj',
					rows: [
						{
							feedbackNo: '1',
							productNo: '1',
							score: 5,
							complaint: false,
							givenOn: '2026-09-01',
							repliedOn: '2026-09-08'
						},
						{
							feedbackNo: '2',
							productNo: '1',
							score: 2,
							complaint: true,
							givenOn: '2026-09-01',
							repliedOn: '2026-09-09'
						},
						{
							feedbackNo: '3',
							productNo: '1',
							score: 4,
							complaint: null,
							givenOn: '2026-09-01',
							repliedOn: null
						},
						{
							feedbackNo: '4',
							productNo: '1',
							score: 4,
							complaint: false,
							givenOn: '2026-09-01',
							repliedOn: '2026-09-01'
						}
					]
				}
			],
			value: 4
		}
	]
});
