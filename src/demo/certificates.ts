import {
	addDays,
	addMonths,
	endOf,
	periodOf,
	previous,
	startOf,
	type DateText,
	type Period
} from '#core/period.ts';
import { rebased } from './economy.ts';
import type { Random } from './random.ts';
import type { Trade } from './trades.ts';

export type Label = 'HNTE' | 'TSME' | 'SRDI' | 'GIANT' | 'DEMO' | 'CHAMP' | 'HIDDEN' | 'ZGCHT';

/** One row of the roster: a label held for a time. `knownIn` is the month whose filing first carries it. */
export interface Certificate {
	readonly label: Label;
	readonly number: string;
	readonly issuedOn: DateText;
	readonly validFrom: DateText;
	/** Its end as printed on it. */
	readonly validTo: DateText;
	readonly rule: string;
	readonly knownIn: Period;
	/** Taken from it when the roster was re-based: its end from then on. */
	readonly cutTo?: DateText;
}

interface About {
	readonly at: number;
	readonly size: string;
	readonly trade: Trade;
	readonly staff: number;
	readonly turnover: number;
	readonly assets: number;
	readonly registeredOn: DateText;
}

/** The month of the first, complete filing of the roster. */
export const firstRosterMonth: Period = '2023-09';
/** The last month filed. */
export const lastRosterMonth: Period = '2026-09';
const rules: Record<Label, string> = {
	HNTE: '国科发火〔2016〕32号',
	TSME: '国科发政〔2017〕115号',
	SRDI: '工信部企业〔2022〕63号',
	GIANT: '工信部企业〔2022〕63号',
	DEMO: '国家技术创新示范企业认定管理办法',
	CHAMP: '工信部政法〔2023〕138号',
	HIDDEN: '北京市隐形冠军企业名单',
	ZGCHT: '中关村高新技术企业认定办法'
};
const newRule = '工信部企业〔2026〕2号';

const letters: Record<Label, string> = {
	HNTE: 'GR',
	TSME: 'TS',
	SRDI: 'ZJTX',
	GIANT: 'XJR',
	DEMO: 'SF',
	CHAMP: 'DXGJ',
	HIDDEN: 'YXGJ',
	ZGCHT: 'ZGC'
};
const quarterOf = (date: DateText): Period => periodOf(date.slice(0, 7), 'quarter');

/** Which labels an enterprise holds: overlapping as they do in life, the giants always among the specialised. */
function held(random: Random, about: About): Label[] {
	const small = about.size === 'CS03' || about.size === 'CS04';
	const maker = about.trade.industry.startsWith('C');
	const fits = about.staff <= 500 && about.turnover <= 20000 && about.assets <= 20000;
	const labels = new Set<Label>();
	if (random.chance(about.size === 'CS04' ? 0.42 : 0.72)) labels.add('HNTE');
	if (fits && random.chance(small ? 0.55 : 0.3)) labels.add('TSME');
	if (about.size !== 'CS01' && random.chance(about.size === 'CS02' ? 0.42 : 0.2)) labels.add('SRDI');
	if (labels.has('SRDI') && about.size !== 'CS04' && random.chance(0.16)) labels.add('GIANT');
	if (about.size === 'CS01' && maker && random.chance(0.25)) labels.add('CHAMP');
	if (about.size === 'CS01' && random.chance(0.08)) labels.add('DEMO');
	if (about.size === 'CS02' && maker && random.chance(0.08)) labels.add('HIDDEN');
	if (random.chance(0.24)) labels.add('ZGCHT');
	if (!labels.size) labels.add('HNTE');
	return [...labels];
}

/** The certificates of one enterprise over the years, each renewal beginning the day after the one before ends. */
export function certificates(random: Random, about: About): Certificate[] {
	const joins = random.chance(0.24) ? addMonths('2023-10', random.between(0, 35)) : null;
	const leaves = !joins && random.chance(about.size === 'CS01' ? 0.2 : 0.12);
	const faithful = random.chance(0.94);
	const rows: Certificate[] = [];
	for (const label of held(random, about)) {
		const yearly = label === 'TSME';
		let from = firstDay(random, label, joins, about.registeredOn);
		for (let turn = 0; from <= '2026-12-31'; turn++) {
			const to = addDays(
				`${Number(from.slice(0, 4)) + (yearly ? 1 : 3)}${from.slice(4)}`.replace('-02-29', '-02-28'),
				-1
			);
			const issuedOn = turn || !joins ? before(random, from) : from;
			const issuedIn = issuedOn.slice(0, 7);
			if (issuedIn > lastRosterMonth) break;
			const cut = leaves && from < startOf(rebased) && to >= startOf(rebased);
			rows.push({
				label,
				number: `${letters[label]}${issuedOn.slice(0, 4)}11${String(about.at).padStart(5, '0')}${yearly ? `-${turn + 1}` : ''}`,
				issuedOn,
				validFrom: from,
				validTo: to,
				rule: issuedOn >= '2026-04-01' && (label === 'SRDI' || label === 'GIANT') ? newRule : rules[label],
				knownIn: issuedIn < firstRosterMonth ? firstRosterMonth : issuedIn,
				...(cut ? { cutTo: endOf(previous(rebased)) } : {})
			});
			if (cut || (!faithful && random.chance(0.5))) break;
			from = addDays(to, 1);
		}
	}
	return giantsAmongSpecialised(rows);
}

/** The first day a label is held: years ago for those always on the roster. A year's entry of a small tech firm runs from July. */
function firstDay(random: Random, label: Label, joins: Period | null, registeredOn: DateText): DateText {
	if (joins) return `${joins}-${String(random.between(2, 26)).padStart(2, '0')}`;
	if (label === 'TSME') return '2023-07-01';
	const day = `${addMonths('2020-10', random.between(0, 33))}-${String(random.between(1, 26)).padStart(2, '0')}`;
	return day < registeredOn ? addDays(registeredOn, 380) : day;
}

/** A day in the quarter before the one a renewed label begins in. */
function before(random: Random, from: DateText): DateText {
	return addDays(startOf(previous(quarterOf(from))), random.between(5, 80));
}

/** Gives the specialised label of a giant the giant's own dates, so that one never outlasts the other. */
function giantsAmongSpecialised(rows: readonly Certificate[]): Certificate[] {
	const giants = rows.filter((row) => row.label === 'GIANT');
	if (!giants.length) return [...rows];
	return [
		...rows.filter((row) => row.label !== 'SRDI'),
		...giants.map((row) => ({
			...row,
			label: 'SRDI' as const,
			number: row.number.replace(letters.GIANT, letters.SRDI)
		}))
	];
}
