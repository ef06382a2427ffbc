import { addDays, addMonths, type DateText } from '#core/period.ts';
import type { Bank } from './banks.ts';
import { creditCode } from './credit-code.ts';
import { namer } from './names.ts';
import { random, type Random } from './random.ts';
import { certificates, type Certificate } from './certificates.ts';
import { otherTrades, techTrades, type Trade } from './trades.ts';

export type Size = 'CS01' | 'CS02' | 'CS03' | 'CS04';
const levels: readonly Size[] = ['CS04', 'CS03', 'CS02', 'CS01'];

/** An invented enterprise. Money in 万元; `districtOnRoster` may be the development area, `district` is always of the national standard. */
export interface Enterprise {
	readonly at: number;
	readonly uscc: string;
	readonly name: string;
	readonly trade: Trade;
	readonly size: Size;
	readonly ownership: string;
	readonly district: string;
	readonly districtOnRoster: string;
	readonly registeredOn: DateText;
	readonly capital: number;
	readonly staff: number;
	readonly turnover: number;
	readonly assets: number;
	readonly listed: boolean;
	readonly pointsSystem: boolean;
	/** Empty for those who never were on the roster. */
	readonly certificates: readonly Certificate[];
	/** Banks it deals with. */
	readonly banks: readonly string[];
	/** Never asks a bank for money. */
	readonly shy: boolean;
	/** Had a loan before our books begin. */
	readonly knownBorrower: boolean;
}

const districts = [
	['110108', 44],
	['110105', 12],
	['110106', 8],
	['110114', 8],
	['110BDA', 8],
	['110115', 4],
	['110112', 3.5],
	['110102', 3],
	['110113', 3],
	['110107', 2],
	['110101', 1.6],
	['110111', 1],
	['110116', 0.7],
	['110109', 0.5],
	['110118', 0.4],
	['110117', 0.3],
	['110119', 0.3]
] as const;
const ownerships = {
	tech: [
		['B0101', 30],
		['B0102', 48],
		['A0101', 5],
		['A0102', 7],
		['B0201', 3],
		['B0302', 3],
		['A0201', 1],
		['B0301', 3]
	],
	other: [
		['B0101', 20],
		['B0102', 33],
		['A0101', 14],
		['A0102', 24],
		['B0201', 3],
		['B0302', 3],
		['A0201', 2],
		['B0301', 1]
	]
} as const;
const sizes = {
	tech: [
		['CS01', 5],
		['CS02', 20],
		['CS03', 49],
		['CS04', 26]
	],
	other: [
		['CS01', 22],
		['CS02', 30],
		['CS03', 36],
		['CS04', 12]
	]
} as const;

function within(random: Random, bounds: readonly [number, number, number], level: number): number {
	const low = level ? bounds[level - 1]! : Math.max(1, Math.floor(bounds[0] / 4));
	const high = level === 3 ? bounds[2] * 6 : bounds[level]! - 1;
	const place = random.next();
	return Math.round(low + (high - low) * place * place);
}

const staffBounds = [10, 100, 300] as const;
/** Figures that put an enterprise of the trade exactly at the level, by the 300号 standard. */
function figures(random: Random, { bounds }: Trade, level: number) {
	const staff = within(random, bounds.staff ?? staffBounds, level);
	const turnover = bounds.turnover
		? within(random, bounds.turnover, level)
		: Math.round(staff * random.real(40, 90));
	const assets = bounds.assets
		? within(random, bounds.assets, level)
		: Math.round(turnover * random.real(0.7, 1.9)) + 5;
	return { staff, turnover, assets };
}

/** Which banks an enterprise of this size goes to: small ones to banks of the city, large ones to many. */
function chosenBanks(random: Random, all: readonly Bank[], size: Size, tech: boolean): string[] {
	const count = {
		CS01: random.between(2, 4),
		CS02: random.between(1, 3),
		CS03: random.between(1, 2),
		CS04: 1
	}[size];
	const small = size === 'CS03' || size === 'CS04';
	const weights = all
		.filter((bank) => small || bank.kind !== 'village')
		.map(
			(bank) =>
				[
					bank.id,
					((tech ? bank.tech : bank.other) + 6) * (small && bank.kind === 'policy' ? 0.3 : 1)
				] as const
		);
	const chosen = new Set<string>();
	while (chosen.size < Math.min(count, weights.length)) chosen.add(random.weighted(weights));
	return [...chosen];
}

/** Invents the enterprises: first those that were ever on the roster, then the others. */
export function enterprises(options: {
	roster: number;
	others: number;
	banks: readonly Bank[];
	seed: string;
}): Enterprise[] {
	const stream = random(`${options.seed} enterprises`);
	const name = namer(random(`${options.seed} names`));
	return Array.from({ length: options.roster + options.others }, (_, at) => {
		const tech = at < options.roster;
		const kind = tech ? 'tech' : 'other';
		const trade = stream.weighted((tech ? techTrades : otherTrades).map((one) => [one, one.weight] as const));
		const size = stream.weighted<Size>(sizes[kind]);
		const { staff, turnover, assets } = figures(stream, trade, levels.indexOf(size));
		const districtOnRoster = stream.weighted<string>(districts);
		const district = districtOnRoster === '110BDA' ? '110115' : districtOnRoster;
		const registeredOn = addDays(
			addMonths('2023-09', -stream.between(18, size === 'CS01' ? 300 : 150)) + '-01',
			stream.between(0, 27)
		);
		const large = size === 'CS01';
		return {
			at,
			uscc: creditCode(district, at),
			name: name(trade.industry, tech, large),
			trade,
			size,
			ownership: stream.weighted<string>(ownerships[kind]),
			district,
			districtOnRoster,
			registeredOn,
			capital: Math.max(10, Math.round((assets * stream.real(0.1, 0.4)) / 10) * 10),
			staff,
			turnover,
			assets,
			listed: large ? stream.chance(0.4) : size === 'CS02' && stream.chance(0.05),
			pointsSystem: tech && stream.chance(0.08),
			certificates: tech
				? certificates(stream, { at, size, trade, staff, turnover, assets, registeredOn })
				: [],
			banks: chosenBanks(stream, options.banks, size, tech),
			shy: tech && stream.chance(size === 'CS04' ? 0.34 : 0.22),
			knownBorrower: stream.chance(tech ? 0.6 : 0.9)
		};
	});
}
