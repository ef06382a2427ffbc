import { defineIndicator } from '../define.ts';
import { realisedLoans } from '../examples.ts';
import productLoan from '#formula/views/product-loan.ts';
import { constant, difference, product as times, ratio, sum, sumProduct } from '#formula/formula.ts';
import realisedRate from './realised-rate.ts';

export default defineIndicator({
	id: 'realised-rate-deviation',
	code: 'M06-4',
	label: '实际利率与公示利率偏离',
	short: '实际利率偏离',
	english: 'Realised rate against the disclosed one',
	clause: 6,
	unit: 'ratePoint',
	nature: 'rate',
	better: 'lower',
	definition:
		'当期在产品项下发放的贷款加权平均利率，减去按同样金额加权的公示利率中值；正值表示实际高于公示。',
	basis: '银管发〔2022〕98号（六）',
	every: 'quarter',
	filedBy: '银行（贷款发生额、附加信息、科技信贷产品）',
	by: ['institution', 'kind', 'product'],
	formula: difference(
		realisedRate.formula,
		ratio(sumProduct(productLoan, 'amount', 'rateSum'), times(constant(2), sum(productLoan, 'amount')))
	),
	examples: [
		{
			says: '实际（3.6% × 100 + 4.4% × 300）÷ 400 = 4.2%，公示中值 3.5%：高 0.7 个百分点',
			given: realisedLoans,
			value: 70000
		}
	]
});
