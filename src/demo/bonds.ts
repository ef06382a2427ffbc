import { addDays, type DateText } from '#core/period.ts';
import type { Enterprise } from './enterprises.ts';
import { daysBetween } from './path.ts';
import { random, type Random } from './random.ts';

/** A bond sold. Amounts in 亿元 hundredths (百万元), coupon in 10⁻⁵ %, term in hundredths of a year. */
export interface Bond {
	readonly code: string;
	readonly issuer: Enterprise;
	readonly kind: 'TECH' | 'MTN' | 'CP' | 'SCP' | 'CORPORATE';
	readonly market: 'INTERBANK' | 'SSE' | 'SZSE' | 'BSE';
	readonly registered: number;
	readonly issued: number;
	readonly issuedOn: DateText;
	readonly term: number;
	readonly coupon: number;
	readonly enhancement: string;
}

/** One enterprise's way over the list of recommended issuers. */
export interface Candidate {
	readonly enterprise: Enterprise;
	readonly listedOn: DateText;
	readonly by: 'pbc' | 'kw' | 'jxj';
	readonly kind: Bond['kind'];
	readonly planned: number;
	readonly steps: readonly (readonly [step: string, on: DateText])[];
	readonly leftOn: DateText | null;
	readonly leftReason: string | null;
	readonly bond: Bond | null;
}

const path = ['COACHED', 'MATCHED', 'APPLIED', 'REGISTERED', 'ISSUED'] as const;
const days: Record<(typeof path)[number], readonly [number, number]> = {
	COACHED: [12, 70],
	MATCHED: [20, 110],
	APPLIED: [25, 120],
	REGISTERED: [20, 70],
	ISSUED: [8, 60]
};
const reasons = [
	'持有核心专利，研发投入持续增长',
	'细分领域市场占有率领先',
	'订单充足，有中长期资金需求',
	'主体评级AA及以上，信息披露规范'
];
const plans = [
	['TECH', 44],
	['MTN', 22],
	['CP', 8],
	['SCP', 8],
	['CORPORATE', 18]
] as const;
const listStart = '2022-10-10';
/** Longer than this in one stage and a candidate counts as stalled. */
const patience = 180;

/** Why an enterprise was recommended. */
export const reasonFor = (candidate: Candidate): string => reasons[candidate.enterprise.at % reasons.length]!;

/** The recommended issuers of all years; as many as asked for stand still in matching on the last day. */
export function candidates(options: {
	enterprises: readonly Enterprise[];
	seed: string;
	count: number;
	stalled: number;
	until: DateText;
}): Candidate[] {
	const stream = random(`${options.seed} bonds`);
	const fit = options.enterprises.filter(
		(one) => one.certificates.length && (one.size === 'CS02' || one.size === 'CS01')
	);
	const span = daysBetween(listStart, options.until) - 5;
	const taken = new Set<number>();
	const serial = { next: 0 };
	return Array.from({ length: options.count }, (_, at) => {
		let enterprise = stream.pick(fit);
		while (taken.has(enterprise.at)) enterprise = stream.pick(fit);
		taken.add(enterprise.at);
		const stalled = at < options.stalled;
		const entered = addDays(
			listStart,
			stalled ? span - stream.between(330, 420) : Math.floor(stream.next() * span)
		);
		return journey(stream, enterprise, entered, stalled, options.until, serial);
	}).sort((a, b) => (a.listedOn < b.listedOn ? -1 : a.listedOn > b.listedOn ? 1 : 0));
}

function journey(
	stream: Random,
	enterprise: Enterprise,
	entered: DateText,
	stalled: boolean,
	until: DateText,
	serial: { next: number }
): Candidate {
	const kind = stream.weighted(plans);
	const planned = stream.between(2, enterprise.size === 'CS01' ? 30 : 8) * 50;
	const listedOn = addDays(entered, stream.between(5, 25));
	const steps: [string, DateText][] = [
		['CANDIDATE', entered],
		['LISTED', listedOn]
	];
	let on = listedOn;
	let bond: Bond | null = null;
	let left: { on: DateText; reason: string } | null = null;
	for (const step of path) {
		if (!stalled && stream.chance(0.085)) {
			left = {
				on: addDays(on, stream.between(60, 160)),
				reason: stream.pick(['UNFIT', 'WITHDREW', 'WEAKENED'])
			};
			break;
		}
		on = addDays(on, stalled ? stream.between(15, 40) : stream.between(...days[step]));
		if (on > until) break;
		steps.push([step, on]);
		if (stalled && step === 'MATCHED') break;
		if (step === 'ISSUED') bond = sold(stream, enterprise, kind, planned, on, serial);
	}
	if (left && left.on <= until) steps.push(['REMOVED', left.on]);
	else left = null;
	if (bond) left = afterwards(stream, bond, steps, until);
	return {
		enterprise,
		listedOn,
		by: enterprise.size === 'CS01' ? 'pbc' : stream.pick(['kw', 'kw', 'jxj']),
		kind,
		planned,
		steps: steps.filter(([, day]) => day <= until),
		leftOn: left?.on ?? null,
		leftReason: left?.reason ?? null,
		bond
	};
}

/** After the issue the bond is outstanding, matures, and its issuer leaves the list. */
function afterwards(stream: Random, bond: Bond, steps: [string, DateText][], until: DateText) {
	steps.push(['OUTSTANDING', addDays(bond.issuedOn, 3)]);
	const matures = addDays(bond.issuedOn, Math.round(bond.term * 3.65));
	if (matures <= until) steps.push(['MATURED', matures]);
	const on = addDays(bond.issuedOn, stream.between(300, 700));
	if (on > until || stream.chance(0.3)) return null;
	steps.push(['REMOVED', on]);
	return { on, reason: 'ISSUED' };
}

function sold(
	stream: Random,
	issuer: Enterprise,
	kind: Bond['kind'],
	planned: number,
	issuedOn: DateText,
	serial: { next: number }
): Bond {
	const term = {
		TECH: stream.pick([200, 300, 300, 500]),
		MTN: stream.pick([300, 500]),
		CP: 100,
		SCP: stream.pick([49, 74]),
		CORPORATE: stream.pick([300, 500])
	}[kind];
	const market =
		kind === 'CORPORATE'
			? stream.pick(['SSE', 'SSE', 'SZSE', 'BSE'] as const)
			: kind === 'TECH' && stream.chance(0.3)
				? stream.pick(['SSE', 'SZSE', 'BSE'] as const)
				: 'INTERBANK';
	const years = (daysBetween('2022-10-01', issuedOn) / 365) * 0.27;
	return {
		code: `${issuedOn.slice(2, 4)}${String(100_000 + (serial.next += 1))}`,
		issuer,
		kind,
		market,
		registered: planned * stream.pick([1, 1, 2]),
		issued: Math.max(50, Math.round((planned * stream.real(0.5, 1)) / 10) * 10),
		issuedOn,
		term,
		coupon:
			Math.round(
				(3.3 - years + term / 900 + (issuer.size === 'CS02' ? 0.35 : 0) + stream.bell() * 0.4) * 100
			) * 1000,
		enhancement: stream.chance(0.34)
			? stream.pick(['GUARANTEE', 'CRM', 'RISK_SHARING', 'RISK_SHARING'])
			: 'NONE'
	};
}

/** Days a candidate has stood in its present stage; null once it has left or sold its bond. */
export function standing(candidate: Candidate, on: DateText): number | null {
	if (candidate.leftOn || candidate.bond) return null;
	const last = candidate.steps.at(-1);
	return last ? daysBetween(last[1], on) : null;
}
export const isStalled = (candidate: Candidate, on: DateText): boolean =>
	(standing(candidate, on) ?? 0) > patience;
