import { bankKinds } from '#codes/institution-kind.ts';
import { dec, defineDataset, int, money, monthlyDue, ref } from './define.ts';

export default defineDataset({
	id: 'product-month',
	label: '产品发放情况',
	clause: 6,
	nature: 'flow',
	every: 'month',
	filers: bankKinds,
	due: monthlyDue,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition: '每个在架科技信贷产品当月的申请、审批、发放情况；当月未发放的填 0，表示已披露。',
	by: { product: { by: 'column', column: 'productNo' } },
	columns: {
		productNo: ref('产品编号', 'product', { key: true, max: 40, example: 'P2026001' }),
		applications: int('申请笔数', { example: '60' }),
		approvals: int('审批通过笔数', { example: '45' }),
		drawdowns: int('发放笔数', { required: true, example: '40' }),
		amount: money('发放金额', { required: true, example: '86000000.00' }),
		enterprises: int('发放企业户数', { example: '38' }),
		approvalDaysActual: dec('实际审批时间(工作日)', 1, { example: '4.5' })
	}
});
