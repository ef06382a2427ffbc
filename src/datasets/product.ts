import { guarantees } from '#codes/guarantee.ts';
import { innovationProducts } from '#codes/innovation-product.ts';
import { bankKinds } from '#codes/institution-kind.ts';
import { code, codes, date, dec, defineDataset, int, money, monthlyDue, rate, text } from './define.ts';

export default defineDataset({
	id: 'product',
	label: '科技信贷产品',
	clause: 6,
	nature: 'register',
	every: 'month',
	filers: bankKinds,
	due: monthlyDue,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition:
		'在科创金融产品专区发布的科技信贷产品及其披露信息；年化利率、额度、期限、审批时间、反馈渠道均应明示。',
	validity: { from: 'listedOn', to: 'delistedOn' },
	columns: {
		productNo: text('产品编号', { key: true, max: 40, example: 'P2026001' }),
		name: text('产品名称', { required: true, max: 100, example: '科创信用贷' }),
		innovation: code('创新产品类型', innovationProducts, { example: 'UNSECURED' }),
		rateMin: rate('年化利率下限', { note: '单利、含各项费用', example: '2.85000' }),
		rateMax: rate('年化利率上限', { note: '单利、含各项费用', example: '4.50000' }),
		limitMax: money('最高额度', { example: '10000000.00' }),
		termMin: int('期限下限(月)', { example: '6' }),
		termMax: int('期限上限(月)', { example: '36' }),
		approvalDays: dec('审批时间(工作日)', 1, { example: '5.0' }),
		guarantee: codes('担保方式', guarantees, { note: '可填多个，用顿号分隔', example: 'C,D' }),
		feedbackUrl: text('反馈渠道', { max: 200, note: '电话或网址', example: 'https://example.com/feedback' }),
		listedOn: date('上架日期', { required: true, example: '2024-05-06' }),
		updatedOn: date('更新日期', { required: true, example: '2026-08-01' }),
		delistedOn: date('下架日期'),
		target: text('适用对象', { max: 200, example: '高新技术企业、专精特新中小企业' })
	}
});
