import { addDays, addMonths, startOf, type DateText, type Period } from '#core/period.ts';
import type { Bank } from './banks.ts';
import { corporateRate } from './economy.ts';
import { random } from './random.ts';

/** A product a bank offers to tech enterprises. Money in 分, rates in 10⁻⁵ %, terms in months. */
export interface Product {
	readonly number: string;
	readonly bank: string;
	readonly name: string;
	readonly innovation: string | null;
	readonly limit: number;
	readonly termMin: number;
	readonly termMax: number;
	/** In tenths of a working day. */
	readonly approvalDays: number;
	readonly guarantee: readonly string[];
	readonly listedOn: DateText;
	readonly delistedOn: DateText | null;
	/** Points above the city's rate, and the width of the range. */
	readonly margin: number;
	readonly width: number;
	/** Columns the bank leaves empty: what it does not disclose. */
	readonly hidden: readonly (
		'rateMin' | 'rateMax' | 'limitMax' | 'termMax' | 'approvalDays' | 'feedbackUrl'
	)[];
	/** From this month on it discloses them after all. */
	readonly opensUp: Period;
	/** Months between updates of the disclosed range. */
	readonly updateEvery: number;
	/** Realised rates have lain above the disclosed range since this month. */
	readonly breaksRangeFrom: Period | null;
}

const forms = [
	{
		innovation: 'UNSECURED',
		words: ['信用贷', '研发贷', '专精特新贷', '创业贷', '数据贷'],
		guarantee: ['D']
	},
	{ innovation: 'IP', words: ['知识产权贷', '专利质押贷', '软著贷'], guarantee: ['A'] },
	{ innovation: 'LINKED', words: ['投贷通', '认股权贷', '股债通'], guarantee: ['D', 'E'] },
	{ innovation: 'RECEIVABLE', words: ['订单贷', '应收账款贷', '供应链贷'], guarantee: ['A'] },
	{ innovation: null, words: ['科创担保贷', '设备贷', '园区贷', '成长贷'], guarantee: ['C99', 'B01'] }
] as const;
const brands = ['启航', '云帆', '星火', '领芯', '京创', '锐进', '远航', '智汇', '数澜', '航图'];
const hideable = ['rateMax', 'limitMax', 'approvalDays', 'feedbackUrl', 'termMax', 'rateMin'] as const;
/** The bank whose realised rates exceed what it discloses. */
const overcharging = '股份行B';

/** Invents what each bank has on the shelf. */
export function products(banks: readonly Bank[], seed: string): Product[] {
	const stream = random(`${seed} products`);
	return banks.flatMap((bank) =>
		Array.from({ length: bank.products }, (_, at): Product => {
			const form = forms[(at + bank.id.charCodeAt(5)) % forms.length]!;
			const listedOn = addDays(
				startOf(addMonths('2022-01', stream.between(0, at < 2 ? 18 : 46))),
				stream.between(0, 25)
			);
			const breaks = bank.shortName === overcharging && at < 3;
			const hidden = !breaks && stream.chance(0.42) ? hideable.filter(() => stream.chance(0.34)) : [];
			return {
				number: `P${bank.id.slice(4)}${String(at + 1).padStart(3, '0')}`,
				bank: bank.id,
				name: `${stream.pick(brands)}${stream.pick(form.words)}`,
				innovation: form.innovation,
				limit: stream.pick([300, 500, 1000, 2000, 3000, 5000]) * 1_000_000,
				termMin: stream.pick([1, 3, 6]),
				termMax: stream.pick([12, 24, 36, 36]),
				approvalDays: stream.pick([5, 10, 20, 30, 50, 70]),
				guarantee: form.guarantee,
				listedOn,
				delistedOn: at === 3 && stream.chance(0.3) ? addDays(listedOn, 600) : null,
				margin: stream.real(0.1, 0.5) + bank.dearer,
				width: stream.real(0.7, 1.4),
				hidden,
				opensUp: addMonths('2024-06', stream.between(0, 40)),
				updateEvery: stream.chance(0.88) ? stream.pick([1, 2, 3]) : 7,
				breaksRangeFrom: breaks ? '2026-07' : null
			};
		})
	);
}

/** The month in which the range shown in `period` was set. */
function updatedIn(product: Product, period: Period): Period {
	const listed = product.listedOn.slice(0, 7);
	const age =
		(Number(period.slice(0, 4)) - Number(listed.slice(0, 4))) * 12 +
		Number(period.slice(5)) -
		Number(listed.slice(5));
	return addMonths(listed, age - (age % product.updateEvery));
}

/** The range disclosed in a month, in 10⁻⁵ %, rounded as banks do to five basis points; and when it was last changed. */
export function rangeIn(product: Product, period: Period): { min: number; max: number; updatedOn: DateText } {
	const set = updatedIn(product, period);
	const low = Math.max(1.5, corporateRate(set) + product.margin);
	const round = (rate: number): number => Math.round(rate * 20) * 5000;
	const day = set === product.listedOn.slice(0, 7) ? product.listedOn : `${set}-05`;
	return { min: round(low), max: round(low + product.width), updatedOn: day };
}

/** Whether a product is on the shelf on a date. */
export const isListed = (product: Product, on: DateText): boolean =>
	product.listedOn <= on && (!product.delistedOn || on <= product.delistedOn);
