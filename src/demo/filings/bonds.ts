import { endOf, lastMonth, periodOf, periodsBetween, startOf, type Period } from '#core/period.ts';
import type { Row } from '#datasets/define.ts';
import type bondCandidate from '#datasets/bond-candidate.ts';
import type bondIssue from '#datasets/bond-issue.ts';
import type bondSession from '#datasets/bond-session.ts';
import type bondStep from '#datasets/bond-step.ts';
import { reasonFor, type Bond, type Candidate } from '../bonds.ts';
import { dayIn } from '../loan-terms.ts';
import { random } from '../random.ts';
import type { World } from '../world.ts';
import type { DemoFiling } from './filing.ts';

const million = 100_000_000;

function candidateRow(one: Candidate, on: string): Row<typeof bondCandidate> {
	const left = one.leftOn && one.leftOn <= on;
	return {
		uscc: one.enterprise.uscc,
		listedOn: one.listedOn,
		recommendedBy: one.by,
		reason: reasonFor(one),
		plannedKind: one.kind,
		plannedAmount: one.planned * million,
		leftOn: left ? one.leftOn : null,
		leftReason: left ? one.leftReason : null
	};
}

function issueRow(bond: Bond): Row<typeof bondIssue> {
	return {
		bondCode: bond.code,
		uscc: bond.issuer.uscc,
		kind: bond.kind,
		market: bond.market,
		registered: bond.registered * million,
		issued: bond.issued * million,
		issuedOn: bond.issuedOn,
		termYears: bond.term,
		coupon: bond.coupon,
		enhancement: bond.enhancement,
		ownership: bond.issuer.ownership
	};
}

/** Bonds on the exchanges are followed by the securities office, the others by the central bank. */
const followedBy = (one: Candidate): 'pbc' | 'csrc' =>
	one.bond ? (one.bond.market === 'INTERBANK' ? 'pbc' : 'csrc') : one.kind === 'CORPORATE' ? 'csrc' : 'pbc';

function stepRows(
	all: readonly Candidate[],
	unit: 'pbc' | 'csrc',
	from: string,
	to: string
): Row<typeof bondStep>[] {
	return all
		.filter((one) => followedBy(one) === unit)
		.flatMap((one) =>
			one.steps
				.filter(([, on]) => on >= from && on <= to)
				.map(([step, happenedOn]) => ({ uscc: one.enterprise.uscc, step, happenedOn, unit, note: null }))
		);
}

function sessionRows(world: World, unit: 'pbc' | 'csrc', quarter: Period): Row<typeof bondSession>[] {
	const stream = random(`${world.seed} ${unit} ${quarter} sessions`);
	const months = [startOf(quarter).slice(0, 7), lastMonth(quarter)];
	const open = world.candidates.filter(
		(one) =>
			one.listedOn <= endOf(quarter) &&
			(!one.leftOn || one.leftOn > endOf(quarter)) &&
			followedBy(one) === unit
	);
	return Array.from({ length: stream.between(2, 4) }, (_, at) => {
		const invited = open.filter(() => stream.chance(0.16)).map((one) => one.enterprise.uscc);
		return {
			sessionNo: `${unit.toUpperCase()}${quarter}-${String(at + 1).padStart(2, '0')}`,
			heldOn: dayIn(stream.pick(months), stream.between(3, 27)),
			kind: at % 2 ? 'MATCHING' : 'COACHING',
			enterprises: invited.length ? invited.join('、') : String(stream.between(5, 12))
		};
	});
}

/** What the offices hand in on bonds, from the quarter before the first month: registers complete once, then what is new. */
export function bondFilings(world: World): DemoFiling[] {
	const { candidates } = world;
	const before = periodOf(periodsBetween(world.first, world.last)[0]!, 'quarter');
	const filings: DemoFiling[] = [];
	for (const quarter of periodsBetween(before, periodOf(world.last, 'quarter'))) {
		const first = quarter === before;
		const [from, to] = [first ? '0000-00-00' : startOf(quarter), endOf(quarter)];
		for (const unit of ['pbc', 'kw', 'jxj'] as const) {
			const moved = candidates.filter(
				(one) =>
					one.by === unit &&
					((one.listedOn >= from && one.listedOn <= to) ||
						(one.leftOn && one.leftOn >= from && one.leftOn <= to))
			);
			if (moved.length)
				filings.push(
					filing(
						'bond-candidate',
						unit,
						lastMonth(quarter),
						first,
						moved.map((one) => candidateRow(one, to))
					)
				);
		}
		for (const unit of ['pbc', 'csrc'] as const)
			filings.push(filing('bond-session', unit, quarter, true, sessionRows(world, unit, quarter)));
	}
	for (const period of periodsBetween(world.first, world.last)) {
		const first = period === world.first;
		const [from, to] = [first ? '0000-00-00' : startOf(period), endOf(period)];
		for (const unit of ['pbc', 'csrc'] as const)
			filings.push(
				orComplete('bond-step', unit, period, first, (since) => stepRows(candidates, unit, since, to), from)
			);
		const bonds = (since: string) =>
			candidates
				.filter((one) => one.bond && one.bond.issuedOn >= since && one.bond.issuedOn <= to)
				.map((one) => issueRow(one.bond!));
		filings.push(orComplete('bond-issue', 'pbc', period, first, bonds, from));
	}
	return filings;
}

const filing = (
	dataset: string,
	institution: string,
	period: Period,
	complete: boolean,
	rows: DemoFiling['rows']
): DemoFiling => ({
	dataset,
	institution,
	period,
	mode: complete ? 'complete' : 'additions',
	rows
});

/** Additions of the month; the whole register again in a month that brought nothing. */
function orComplete(
	dataset: string,
	institution: string,
	period: Period,
	first: boolean,
	rows: (since: string) => DemoFiling['rows'],
	from: string
): DemoFiling {
	const found = rows(from);
	return found.length
		? filing(dataset, institution, period, first, found)
		: filing(dataset, institution, period, true, rows('0000-00-00'));
}
