import type { DateText } from '#core/period.ts';
import type { Tag } from './book.ts';
import type { Enterprise } from './enterprises.ts';
import type { Terms } from './loan-terms.ts';
import { rangeIn, type Product } from './products.ts';
import type { Random } from './random.ts';

interface Grant {
	readonly shelf: readonly Product[];
	readonly terms: Terms;
	/** Whether the borrower holds a label on the day. */
	readonly certified: boolean;
	/** In 分. */
	readonly balance: number;
	readonly grantedOn: DateText;
	readonly first: boolean;
	readonly local: boolean;
	readonly enterprise: Enterprise;
}

const platforms = [
	['YQDJ', 44],
	['XWJF', 16],
	['CHANGRONG', 12],
	['ADVISER', 10],
	['LOAN_CENTRE', 12],
	['OTHER', 6]
] as const;
const tools = [
	['RELENDING', 30],
	['REDISCOUNT', 8],
	['GUARANTEE_FEE', 14],
	['INTEREST', 18],
	['RISK', 18],
	['DATA', 12]
] as const;

/** Puts a tech loan on one of the bank's products where one fits; the product then sets rate and security. */
export function tagged(random: Random, grant: Grant): { tag: Tag | null; rate: number; guarantee: string } {
	const { terms } = grant;
	const plain = { tag: null, rate: terms.rate, guarantee: terms.guarantee };
	if (!grant.certified) return plain;
	const fitting = grant.shelf.filter(
		(one) => one.limit >= grant.balance && one.termMax >= terms.months && one.termMin <= terms.months
	);
	const product = fitting.length && random.chance(0.55) ? random.pick(fitting) : null;
	const small = grant.enterprise.size === 'CS03' || grant.enterprise.size === 'CS04';
	if (!product && !random.chance(0.12)) return plain;
	const innovation = product
		? product.innovation
		: random.chance(0.6)
			? random.pick(['UNSECURED', 'RECEIVABLE', 'IP', 'LINKED'])
			: null;
	const tag: Tag = {
		innovation,
		product: product?.number ?? null,
		supportTool: small && random.chance(grant.local ? 0.45 : 0.2) ? random.weighted<string>(tools) : null,
		platform: random.chance(0.35) ? random.weighted<string>(platforms) : null,
		dataPlatform: random.chance(0.25) ? (random.chance(0.6) ? 'CXR' : 'JYZX') : null,
		firstLoanEvidence: grant.first ? random.pick(['REGISTRY', 'REGISTRY', 'CROSS_BANK', 'OWN_BANK']) : null
	};
	if (!product) return { ...plain, tag };
	return { tag, rate: rateOn(random, product, grant.grantedOn), guarantee: random.pick(product.guarantee) };
}

/** A rate within the range the product discloses that month, or above it where the bank does not keep to it. */
function rateOn(random: Random, product: Product, on: DateText): number {
	const month = on.slice(0, 7);
	const { min, max } = rangeIn(product, month);
	if (product.breaksRangeFrom && month >= product.breaksRangeFrom) return max + random.between(26, 38) * 1000;
	if (random.chance(0.003)) return max + random.between(5, 20) * 1000;
	return Math.round((min + (max - min) * (0.42 + random.bell() * 0.4)) / 1000) * 1000;
}
