import { addMonths, daysIn, type DateText, type Period } from '#core/period.ts';
import type { Bank } from './banks.ts';
import { corporateRate, primeRate } from './economy.ts';
import type { Enterprise, Size } from './enterprises.ts';
import type { Random } from './random.ts';

const terms: Record<'tech' | 'other', Record<Size, readonly (readonly [number, number])[]>> = {
	tech: {
		CS01: [
			[12, 40],
			[24, 10],
			[36, 28],
			[60, 16],
			[96, 6]
		],
		CS02: [
			[6, 6],
			[12, 58],
			[24, 12],
			[36, 16],
			[60, 8]
		],
		CS03: [
			[3, 4],
			[6, 12],
			[12, 64],
			[24, 10],
			[36, 10]
		],
		CS04: [
			[6, 14],
			[12, 72],
			[24, 8],
			[36, 6]
		]
	},
	other: {
		CS01: [
			[12, 34],
			[36, 26],
			[60, 18],
			[120, 16],
			[180, 6]
		],
		CS02: [
			[12, 52],
			[24, 12],
			[36, 18],
			[60, 12],
			[120, 6]
		],
		CS03: [
			[6, 12],
			[12, 62],
			[24, 10],
			[36, 12],
			[60, 4]
		],
		CS04: [
			[6, 14],
			[12, 72],
			[24, 8],
			[36, 6]
		]
	}
};
/** How much a loan to an enterprise of the size weighs against others, in 万元 of a typical loan. */
const typical: Record<'tech' | 'other', Record<Size, number>> = {
	tech: { CS01: 26000, CS02: 8000, CS03: 4400, CS04: 900 },
	other: { CS01: 90000, CS02: 21000, CS03: 5200, CS04: 900 }
};
const bySize: Record<Size, number> = { CS01: -0.42, CS02: -0.02, CS03: 0.3, CS04: 0.55 };
const guarantees: Record<'tech' | 'other', readonly (readonly [string, number])[]> = {
	tech: [
		['D', 52],
		['C99', 22],
		['B01', 9],
		['A', 8],
		['E', 6],
		['B99', 2.4],
		['Z', 0.6]
	],
	other: [
		['D', 30],
		['C99', 28],
		['B01', 22],
		['A', 8],
		['E', 8],
		['B99', 3.4],
		['Z', 0.6]
	]
};
const purposes = {
	tech: [
		'采购原材料及元器件',
		'支付研发人员薪酬及研发费用',
		'购置研发及检测设备',
		'日常经营周转',
		'产线升级改造',
		'履行订单备货',
		'支付技术服务费'
	],
	other: ['日常经营周转', '采购货物', '项目建设', '支付工程款', '购置设备', '设施运营维护', '支付货款']
} as const;

export type Group = 'tech' | 'other';

/** The day of the month's `day`, or its last. */
export function dayIn(period: Period, day: number): DateText {
	const last = daysIn(Number(period.slice(0, 4)), Number(period.slice(5)));
	return `${period}-${String(Math.min(day, last)).padStart(2, '0')}`;
}

/** What is agreed when a loan is granted. */
export interface Terms {
	readonly months: number;
	readonly dueOn: DateText;
	readonly floating: boolean;
	readonly rate: number;
	readonly base: number | null;
	readonly guarantee: string;
	readonly product: string;
	readonly direction: string;
	readonly purpose: string;
}

export const weightOf = (random: Random, enterprise: Enterprise, group: Group): number =>
	typical[group][enterprise.size] * random.real(0.3, 1.1) * (random.chance(0.12) ? 2.6 : 1);

/** Agrees the terms of a loan granted on a day. */
export function agree(
	random: Random,
	bank: Bank,
	enterprise: Enterprise,
	group: Group,
	grantedOn: DateText
): Terms {
	const months = random.weighted(terms[group][enterprise.size]);
	const month = grantedOn.slice(0, 7);
	const floating = months > 12 ? random.chance(0.8) : random.chance(0.3);
	const points =
		corporateRate(month) +
		0.28 +
		bank.dearer +
		bySize[enterprise.size] +
		(months > 36 ? 0.2 : 0) +
		random.bell() * 0.5;
	return {
		months,
		dueOn: dayIn(addMonths(month, months), Number(grantedOn.slice(8))),
		floating,
		rate: Math.max(140_000, Math.round(points * 1000) * 100),
		base: floating ? Math.round(primeRate(grantedOn) * 100_000) : null,
		guarantee: random.weighted(guarantees[group]),
		product:
			months > 36 || (months > 12 && random.chance(0.25)) ? 'F023' : random.chance(0.03) ? 'F082' : 'F022',
		direction: random.pick(enterprise.trade.directions),
		purpose: random.pick(purposes[group])
	};
}
