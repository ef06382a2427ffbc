import { defineIndicator } from '../define.ts';
import product from '#datasets/product.ts';
import productMonth from '#datasets/product-month.ts';
import productItem from '#formula/views/product-item.ts';
import { count, ratio } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';
import { complete } from '../status.ts';

export default defineIndicator({
	id: 'disclosure-rate',
	code: 'M06-2',
	label: '产品信息披露完整率',
	short: '信息披露完整率',
	english: 'Completeness of product disclosure',
	clause: 6,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition:
		'在架产品已公示的要素数与应公示要素数之比。通知列明六项：产品年化利率、发放额度、贷款期限、审批时间、贷款发放笔数、反馈评价渠道。',
	basis: '银管发〔2022〕98号（六）：公示六项要素',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'product', 'item'],
	target: { star: false, text: '六项要素全部公示' },
	status: complete,
	formula: ratio(count(productItem, [isTrue('shown')]), count(productItem)),
	examples: [
		{
			says: '甲产品六项齐全；乙缺利率、发放笔数、反馈渠道：（6 + 3）÷ 12',
			given: [
				{
					dataset: product,
					rows: [
						{
							productNo: '1',
							rateMin: 300_000,
							rateMax: 500_000,
							limitMax: 1,
							termMax: 12,
							approvalDays: 50,
							feedbackUrl: 'x',
							listedOn: '2025-01-01',
							updatedOn: '2026-09-01'
						},
						{
							productNo: '2',
							rateMin: null,
							rateMax: null,
							limitMax: 1,
							termMax: 12,
							approvalDays: 30,
							feedbackUrl: null,
							listedOn: '2025-01-01',
							updatedOn: '2026-06-01'
						},
						{
							productNo: '3',
							limitMax: 9,
							termMax: 99,
							listedOn: '2025-01-01',
							updatedOn: '2026-09-01',
							delistedOn: '2026-08-31'
						}
					]
				},
				{ dataset: productMonth, rows: [{ productNo: '1', drawdowns: 0 }] }
			],
			value: '9/12'
		}
	]
});
