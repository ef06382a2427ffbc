import { defineIndicator } from '../define.ts';
import { realisedLoans } from '../examples.ts';
import productLoan from '#formula/views/product-loan.ts';
import { weightedMean } from '#formula/formula.ts';

export default defineIndicator({
	id: 'realised-rate',
	code: 'M06-4b',
	label: '产品项下贷款加权平均利率',
	english: 'Realised rate of product loans',
	clause: 6,
	unit: 'annualRate',
	nature: 'rate',
	better: 'lower',
	definition: '当期在产品专区产品项下发放的贷款利率，按发放额加权。',
	basis: '银管发〔2022〕98号（六）',
	every: 'quarter',
	filedBy: '银行（贷款发生额、附加信息、科技信贷产品）',
	by: ['institution', 'kind', 'product'],
	formula: weightedMean(productLoan, 'rate', 'amount'),
	examples: [
		{
			says: '（3.6% × 100 + 4.4% × 300）÷ 400 = 4.2%',
			given: realisedLoans,
			value: 420000
		}
	]
});
