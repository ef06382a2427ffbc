import { defineIndicator } from '../define.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import loanTag from '#datasets/loan-tag.ts';
import product from '#datasets/product.ts';
import productLoan from '#formula/views/product-loan.ts';
import { ratio, sum } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';
import { noneOutside } from '../status.ts';

export default defineIndicator({
	id: 'out-of-range-share',
	code: 'M06-4a',
	label: '实际利率超出公示区间占比',
	short: '超出公示区间',
	english: 'Product loans outside the disclosed range',
	clause: 6,
	unit: 'percent',
	nature: 'ratio',
	better: 'lower',
	definition: '当期在产品项下发放的贷款中，实际利率低于公示下限或高于公示上限的金额占比。',
	basis: '银管发〔2022〕98号（六）',
	every: 'quarter',
	filedBy: '银行（贷款发生额、附加信息、科技信贷产品）',
	by: ['institution', 'kind', 'product'],
	status: noneOutside,
	formula: ratio(sum(productLoan, 'amount', [isTrue('outside')]), sum(productLoan, 'amount')),
	examples: [
		{
			says: '区间 3.0%—4.0%，4.4% 的 300 超出：300 ÷ 400',
			given: [
				{
					dataset: product,
					rows: [{ productNo: '1', rateMin: 300_000, rateMax: 400_000, listedOn: '2025-01-01' }]
				},
				{
					dataset: loanTag,
					rows: [
						{ loanNo: 'a', contractNo: 'a', productNo: '1' },
						{ loanNo: 'b', contractNo: 'b', productNo: '1' },
						{ loanNo: 'c', contractNo: 'c', productNo: null }
					]
				},
				{
					dataset: corpLoanFlow,
					rows: [
						{ loanNo: 'a', contractNo: 'a', direction: '1', amountCny: 100, rate: 360_000 },
						{ loanNo: 'b', contractNo: 'b', direction: '1', amountCny: 300, rate: 440_000 },
						{ loanNo: 'c', contractNo: 'c', direction: '1', amountCny: 900, rate: 900_000 }
					]
				}
			],
			value: '3/4'
		}
	]
});
