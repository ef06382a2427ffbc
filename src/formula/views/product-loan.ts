import { flag, money, rate, text } from '#datasets/define.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import loanTag from '#datasets/loan-tag.ts';
import product from '#datasets/product.ts';
import { defineView } from '../source.ts';

/** Loans granted in the month under a product whose rates are disclosed, with whether the rate lies in the disclosed range. */
export default defineView({
	id: 'product-loan',
	label: '当月在产品专区产品项下发放的贷款',
	nature: 'flow',
	from: [corpLoanFlow, loanTag, product],
	reach: 'month',
	columns: {
		loanNo: text('借据编码'),
		productNo: text('产品编号'),
		amount: money('发放金额'),
		rate: rate('实际利率'),
		rateSum: rate('公示利率上下限之和'),
		outside: flag('实际利率超出公示区间'),
		borrower: text('借款人')
	},
	dimensions: {
		institution: { by: 'filer' },
		kind: { by: 'filerKind' },
		product: { by: 'column', column: 'productNo' }
	},
	rows: (input, month) => {
		const tags = new Map(
			input
				.rows(loanTag, month)
				.filter(({ values }) => values.productNo !== null && values.productNo !== undefined)
				.map(({ filer, values }) => [
					`${filer}\t${values.loanNo}\t${values.contractNo}`,
					String(values.productNo)
				])
		);
		if (!tags.size) return [];
		const products = new Map(
			input.history(product, month).map(({ filer, values }) => [`${filer}\t${values.productNo}`, values])
		);
		return input.rows(corpLoanFlow, month).flatMap((fact) => {
			const { loanNo, contractNo, amountCny, rate, direction, borrower } = fact.values;
			const productNo = tags.get(`${fact.filer}\t${loanNo}\t${contractNo}`);
			const shown = products.get(`${fact.filer}\t${productNo}`);
			const [low, high] = [shown?.rateMin, shown?.rateMax];
			if (direction !== '1' || productNo === undefined || typeof rate !== 'number') return [];
			if (typeof low !== 'number' || typeof high !== 'number') return [];
			const outside = rate < low || rate > high;
			return [
				{
					...fact,
					values: {
						loanNo: loanNo!,
						productNo,
						amount: amountCny!,
						rate,
						rateSum: low + high,
						outside,
						borrower: borrower!
					}
				}
			];
		});
	}
});
