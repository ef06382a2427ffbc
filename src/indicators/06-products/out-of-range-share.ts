import { defineIndicator } from '../define.ts';
import { realisedLoans } from '../examples.ts';
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
			given: realisedLoans,
			value: '3/4'
		}
	]
});
