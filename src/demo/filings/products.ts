import { endOf, type Period } from '#core/period.ts';
import type { Row } from '#datasets/define.ts';
import type product from '#datasets/product.ts';
import type productFeedback from '#datasets/product-feedback.ts';
import type productMonth from '#datasets/product-month.ts';
import type { BankMonth } from '../book.ts';
import { dayIn } from '../loan-terms.ts';
import { isListed, rangeIn, type Product } from '../products.ts';
import { random } from '../random.ts';
import type { World } from '../world.ts';

const hidden = (one: Product, column: string, period: Period): boolean =>
	period < one.opensUp && (one.hidden as readonly string[]).includes(column);

/** A bank's products as shown on the shelf at a month's end, those taken off it included. */
export function productRows(products: readonly Product[], period: Period): Row<typeof product>[] {
	return products
		.filter((one) => one.listedOn <= endOf(period))
		.map((one) => {
			const range = rangeIn(
				one,
				one.delistedOn && one.delistedOn < endOf(period) ? one.delistedOn.slice(0, 7) : period
			);
			const shown = <T>(column: string, value: T): T | null => (hidden(one, column, period) ? null : value);
			return {
				productNo: one.number,
				name: one.name,
				innovation: one.innovation,
				rateMin: shown('rateMin', range.min),
				rateMax: shown('rateMax', range.max),
				limitMax: shown('limitMax', one.limit),
				termMin: one.termMin,
				termMax: shown('termMax', one.termMax),
				approvalDays: shown('approvalDays', one.approvalDays),
				guarantee: one.guarantee,
				feedbackUrl: shown('feedbackUrl', `https://example.com/feedback/${one.number}`),
				listedOn: one.listedOn,
				updatedOn: range.updatedOn,
				delistedOn: one.delistedOn && one.delistedOn <= endOf(period) ? one.delistedOn : null,
				target: '科创企业名录内企业'
			};
		});
}

/** What a bank's products brought in a month; a product that discloses no count is left out. */
export function productMonthRows(
	products: readonly Product[],
	month: BankMonth,
	period: Period
): Row<typeof productMonth>[] {
	const stream = random(`${month.bank} ${period} product month`);
	return products
		.filter((one) => isListed(one, endOf(period)))
		.filter((one, at) => at === 0 || one.hidden.length < 3 || period >= one.opensUp)
		.map((one) => {
			const grants = month.movements.filter(
				(movement) => movement.out && movement.loan.tag?.product === one.number
			);
			const approvals = grants.length + stream.between(0, Math.ceil(grants.length * 0.3) + 1);
			return {
				productNo: one.number,
				applications: approvals + stream.between(0, Math.ceil(approvals * 0.7) + 2),
				approvals,
				drawdowns: grants.length,
				amount: grants.reduce((sum, movement) => sum + movement.amount, 0),
				enterprises: new Set(grants.map((movement) => movement.loan.enterprise.at)).size,
				approvalDaysActual: grants.length ? Math.round(one.approvalDays * stream.real(0.75, 1.5)) : null
			};
		});
}

const opinions = [
	[5, '审批快，资料少'],
	[5, '客户经理专业，放款及时'],
	[4, '利率合适，流程可再精简'],
	[4, '线上申请方便'],
	[3, '额度偏低'],
	[2, '审批时间超过公示'],
	[1, '实际利率高于公示区间']
] as const;

/** What enterprises said in a month about products they took. */
export function feedbackRows(
	world: World,
	months: readonly BankMonth[],
	period: Period
): Row<typeof productFeedback>[] {
	const stream = random(`${world.seed} ${period} feedback`);
	const taken = months.flatMap((month) =>
		month.movements.filter((movement) => movement.out && movement.loan.tag?.product)
	);
	const chosen = taken.filter(() => stream.chance(world.small ? 0.6 : 0.28));
	return (chosen.length ? chosen : taken.slice(0, 1)).map(({ loan, on }, at) => {
		const breaks = world.products.find((one) => one.number === loan.tag!.product)!.breaksRangeFrom;
		const sour = breaks !== null && period >= breaks && stream.chance(0.5);
		const [score, comment] = sour
			? opinions[6]
			: stream.weighted(opinions.map((one, rank) => [one, [30, 26, 20, 14, 6, 3, 0.6][rank]!] as const));
		const day = Math.min(28, Number(on.slice(8)) + stream.between(0, 6));
		const givenOn = dayIn(period, Math.max(day, Number(on.slice(8))));
		const repliedOn = dayIn(period, Number(givenOn.slice(8)) + stream.between(1, 8));
		return {
			feedbackNo: `PJ${period.replace('-', '')}${String(at + 1).padStart(4, '0')}`,
			productNo: loan.tag!.product!,
			uscc: loan.enterprise.uscc,
			score,
			givenOn,
			complaint: score <= 2,
			repliedOn: stream.chance(0.93) ? repliedOn : null,
			comment
		};
	});
}
