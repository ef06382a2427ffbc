import { endOf, frequencyOf, lastMonth, type Period } from '#core/period.ts';
import type { Dataset, Values } from '#datasets/define.ts';
import rosterDataset from '#datasets/roster.ts';
import { historyUpTo, stateOn, versionsOf } from '#formula/register.ts';
import type { Enrolled, Fact, Input } from '#formula/source.ts';
import { labelsIn } from '#formula/sql.ts';
import { factsOf } from '../ledger/facts.ts';
import { longFile } from '../ledger/long-file.ts';
import { submissionsInForce, type InForce } from '../ledger/in-force.ts';
import type { ParameterLookUp } from '#policy/parameters.ts';
import { parametersOf } from '../ledger/parameters.ts';
import { prepared, type Ledger } from '../ledger/open.ts';
import { dayOf } from '#core/moment.ts';
import { enrol } from '#formula/roster.ts';

export interface Reach {
	readonly institution?: string;
	/** As known at the end of this day. */
	readonly asOf?: string;
}

/** Submissions of a dataset that count for a month: its own, or for a register all. */
export const inForceFor = (ledger: Ledger, dataset: Dataset, month: Period, reach: Reach = {}): InForce[] =>
	submissionsInForce(ledger, dataset.id, reach).filter(({ period }) => lastMonth(period) === month);

/** Rows of submissions read last, by connection and submission: rows never change once a submission is checked. */
const recent = new WeakMap<Ledger['db'], Map<number, ReturnType<typeof factsOf>>>();
let mostKept = 60_000;
/** Longer files are read anew each time. */
export const longestKept = 20_000;

/** Lets a process that checks file after file keep more rows at hand. */
export function keepAtHand(rows: number): void {
	mostKept = rows;
}

/** Puts the rows of a submission just checked at hand for the checks of those that follow. */
export function keepFacts(ledger: Ledger, submission: number, rows: ReturnType<typeof factsOf>): void {
	let kept = recent.get(ledger.db);
	if (!kept) recent.set(ledger.db, (kept = new Map()));
	kept.delete(submission);
	if (rows.length > longestKept) return;
	kept.set(submission, rows);
	let count = 0;
	for (const one of kept.values()) count += one.length;
	for (const [oldest, one] of kept) {
		if (count <= mostKept) break;
		kept.delete(oldest);
		count -= one.length;
	}
}

function factsKept(ledger: Ledger, dataset: Dataset, submission: number): ReturnType<typeof factsOf> {
	const found = recent.get(ledger.db)?.get(submission) ?? factsOf(ledger, dataset, submission);
	keepFacts(ledger, submission, found);
	return found;
}

const sizeOf = (value: unknown): number =>
	Array.isArray(value) ? value.length : value instanceof Map ? value.size : 0;

/** Reads the ledger's rows in force as sources see them. Keeps what it read; make a new one after a change. */
export class LedgerInput implements Input {
	readonly ledger: Ledger;
	readonly reach: Reach;
	readonly parameter: ParameterLookUp;
	private readonly kinds: ReadonlyMap<string, string>;
	private readonly kept = new Map<string, unknown>();

	constructor(ledger: Ledger, reach: Reach = {}) {
		this.ledger = ledger;
		this.reach = reach;
		this.parameter = parametersOf(ledger);
		const rows = prepared(ledger.db, 'select id, kind from institution').raw().all() as [string, string][];
		this.kinds = new Map(rows);
	}

	private once<T>(key: string, build: () => T): T {
		if (!this.kept.has(key)) this.kept.set(key, build());
		return this.kept.get(key) as T;
	}

	inForce(dataset: Dataset): readonly InForce[] {
		return this.once(`in force ${dataset.id}`, () => submissionsInForce(this.ledger, dataset.id, this.reach));
	}

	private facts(dataset: Dataset, one: InForce): Fact[] {
		const month = lastMonth(one.period);
		const acceptedOn = dayOf(one.acceptedAt);
		return factsKept(this.ledger, dataset, one.id).map(({ line, row }) => ({
			values: row,
			filer: one.institution,
			month,
			submission: one.id,
			line,
			acceptedOn
		}));
	}

	private versions(dataset: Dataset) {
		// One file at a time: a register filed anew every quarter is large.
		const files = (input: LedgerInput) =>
			(function* () {
				for (const one of input.inForce(dataset)) yield { ...one, rows: input.facts(dataset, one) };
			})();
		return this.once(`versions ${dataset.id}`, () => versionsOf(dataset, files(this)));
	}

	rows(dataset: Dataset, month: Period): readonly Fact[] {
		return this.once(`rows ${dataset.id} ${month}`, () => {
			if (dataset.nature === 'register')
				return stateOn(dataset, this.versions(dataset), endOf(month)).map((fact) => ({ ...fact, month }));
			return this.inForce(dataset)
				.filter(({ period }) => lastMonth(period) === month)
				.flatMap((one) => this.facts(dataset, one));
		});
	}

	history(dataset: Dataset, month: Period): readonly Fact[] {
		return this.once(`history ${dataset.id} ${month}`, () =>
			historyUpTo(dataset, this.versions(dataset), endOf(month))
		);
	}

	months(dataset: Dataset, upTo: Period): readonly Period[] {
		const all = this.once(`months ${dataset.id}`, () =>
			[...new Set(this.inForce(dataset).map(({ period }) => lastMonth(period)))].sort()
		);
		return all.filter((month) => month <= upTo);
	}

	kindOf(institution: string): string | null {
		return this.kinds.get(institution) ?? null;
	}

	roster(month: Period): ReadonlyMap<string, Enrolled> {
		return this.once(`roster ${month}`, () => {
			if (this.reach.asOf !== undefined) return enrol(this.rows(rosterDataset, month));
			const rows = prepared(
				this.ledger.db,
				'select uscc, labels, district, industry, size, ownership from roster_on where period = ?'
			)
				.raw()
				.all(month) as [string, number, string, string, string, string | null][];
			return new Map(
				rows.map(([uscc, bits, district, industry, size, ownership]) => [
					uscc,
					{ uscc, labels: labelsIn(bits), district, industry, size, ownership }
				])
			);
		});
	}

	/** Forgets what is large: months of loans or of the roster are seldom asked for twice. */
	forget(): void {
		for (const [key, value] of [...this.kept])
			if (/^(rows|roster) /.test(key) && sizeOf(value) > 2_000) this.kept.delete(key);
	}
}

/** The rows of a dataset in force for a period: a register's state at its end, otherwise the rows filed for it. */
export function rowsInForce(ledger: Ledger, dataset: Dataset, period: Period, reach: Reach = {}): Values[] {
	if (dataset.nature !== 'register' && dataset.every === frequencyOf(period))
		return submissionsInForce(ledger, dataset.id, { ...reach, period }).flatMap(({ id }) => {
			const count = prepared(ledger.db, 'select rows from submission where id = ?').pluck().get(id) as number;
			const read = count > longestKept ? longFile : factsKept;
			return read(ledger, dataset, id).map(({ row }) => row);
		});
	const input = new LedgerInput(ledger, reach);
	return input.rows(dataset, lastMonth(period)).map(({ values }) => values);
}
