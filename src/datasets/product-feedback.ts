import { date, defineDataset, flag, int, monthlyDue, ref, text, uscc } from './define.ts';

export default defineDataset({
	id: 'product-feedback',
	label: '企业评价',
	clause: 6,
	nature: 'flow',
	every: 'month',
	filers: ['platform'],
	filerIds: ['yqdj'],
	due: monthlyDue,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition: '企业当月对科技信贷产品的评分、投诉和银行答复；不收集个人信息。',
	by: { product: { by: 'column', column: 'productNo' } },
	columns: {
		feedbackNo: text('评价编号', { key: true, max: 40, example: 'PJ2026090001' }),
		productNo: ref('产品编号', 'product', { required: true, max: 40, example: 'P2026001' }),
		uscc: uscc('统一社会信用代码', {
			enterprise: 'code',
			example: '91110108MA0000015T'
		}),
		score: int('评分', { required: true, note: '1 至 5 的整数', example: '5' }),
		givenOn: date('评价日期', { required: true, example: '2026-09-12' }),
		complaint: flag('是否投诉', { example: '0' }),
		repliedOn: date('答复日期', { example: '2026-09-15' }),
		comment: text('评价内容', { max: 500, note: '不要填写姓名、电话等个人信息', example: '审批快，资料少' })
	}
});
