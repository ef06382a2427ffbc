import type { CheckContext } from '#checks/define.ts';
import { endOf, type Period } from '#core/period.ts';
import { toNumber } from '#core/rational.ts';
import type { Dataset, Row, Values } from '#datasets/define.ts';
import roster from '#datasets/roster.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import { stored } from '#lib/server/ledger/facts.ts';
import { owes } from '#lib/server/ledger/filings.ts';
import { submissionsInForce } from '#lib/server/ledger/in-force.ts';
import type { Institution } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import { rowsInForce } from '#lib/server/warehouse/input.ts';
import type { ParameterId } from '#policy/parameters.ts';

/** What the checks of one filing may ask of the ledger, with the filer's codes. */
export type LedgerContext = CheckContext & {
	readonly institution: Institution;
	/** Whether a dataset is in force for the period: the filer's own if it owes it, anybody's otherwise. */
	has(dataset: Dataset): boolean;
};

interface Held {
	readonly label: string;
	readonly from: string;
	to: string | null;
}

/** The roster by enterprise as far as files of it were read, in the order in which they came into force. */
interface Roster {
	readonly files: number[];
	readonly byRow: Map<string, Held>;
	readonly labels: Map<string, Held[]>;
}
const rosters = new WeakMap<Ledger['db'], Roster>();

/** Every label ever filed, with its end as last filed; a file that came in after the last question is added to what is known. */
function labelsInForce(ledger: Ledger): ReadonlyMap<string, readonly Held[]> {
	const files = submissionsInForce(ledger, roster.id, {});
	let known = rosters.get(ledger.db);
	if (!known || known.files.some((id, at) => files[at]?.id !== id))
		rosters.set(ledger.db, (known = { files: [], byRow: new Map(), labels: new Map() }));
	const select = prepared(
		ledger.db,
		`select uscc, label, "validFrom", "validTo" from ${factTableName(roster)} where submission = ? order by line`
	).raw();
	for (const { id, institution } of files.slice(known.files.length)) {
		for (const [uscc, label, from, to] of select.iterate(id) as IterableIterator<
			[string, string, string, string | null]
		>) {
			const key = `${institution} ${uscc} ${label} ${from}`;
			const before = known.byRow.get(key);
			if (before) {
				before.to = to;
				continue;
			}
			const held = { label, from, to };
			known.byRow.set(key, held);
			const others = known.labels.get(uscc);
			if (others) others.push(held);
			else known.labels.set(uscc, [held]);
		}
		known.files.push(id);
	}
	return known.labels;
}

/** Values of a column by who filed them, of the last few questions: every filer of a period asks the same. */
const told = new WeakMap<Ledger['db'], Map<string, ReadonlyMap<string, string | null>>>();
const mostTold = 4;

/** The distinct values of a column in everybody's files but one's. */
function valuesOfOthers(
	ledger: Ledger,
	of: Dataset,
	column: string,
	period: Period,
	where: Values,
	except: string
): ReadonlySet<string> {
	const files = submissionsInForce(ledger, of.id, { period });
	const wanted = Object.entries(where);
	const key = JSON.stringify([of.id, column, where, files.map(({ id }) => id)]);
	const answers = told.get(ledger.db) ?? new Map<string, ReadonlyMap<string, string | null>>();
	told.set(ledger.db, answers);
	let filers = answers.get(key);
	if (!filers) {
		const rows = prepared(
			ledger.db,
			`select distinct "${column}", submission from ${factTableName(of)}
			where submission in (select value from json_each(?)) and "${column}" is not null
			${wanted.map(([name]) => ` and "${name}" is ?`).join('')}`
		)
			.raw()
			.all(JSON.stringify(files.map(({ id }) => id)), ...wanted.map(([, value]) => stored(value))) as [
			string,
			number
		][];
		const by = new Map(files.map(({ id, institution }) => [id, institution]));
		const found = new Map<string, string | null>();
		for (const [value, submission] of rows) {
			const filer = by.get(submission)!;
			const known = found.get(value);
			found.set(value, known === undefined || known === filer ? filer : null);
		}
		filers = found;
		answers.set(key, filers);
		if (answers.size > mostTold) answers.delete(answers.keys().next().value!);
	}
	const values = new Set<string>();
	for (const [value, filer] of filers) if (filer !== except) values.add(value);
	return values;
}

/** Answers the questions of checks from what is in force now. */
export function contextOf(
	ledger: Ledger,
	dataset: Dataset,
	institution: Institution,
	period: Period
): LedgerContext {
	const kept = new Map<string, unknown>();
	const once = <T>(key: string, build: () => T): T => {
		if (!kept.has(key)) kept.set(key, build());
		return kept.get(key) as T;
	};
	const parameter = parametersOf(ledger);
	const periodEnd = endOf(period);
	const filed = (of: Dataset, at: Period, by?: string): boolean =>
		submissionsInForce(ledger, of.id, {
			...(of.nature === 'register' ? { upTo: at } : { period: at }),
			...(by && { institution: by })
		}).length > 0;
	return {
		dataset: dataset.id,
		period,
		periodEnd,
		institution,
		once,
		has: (of) => filed(of, period, owes(of, institution, period) ? institution.id : undefined),
		rows: <D extends Dataset>(of: D, at: Period = period) =>
			once(`\u0000rows ${of.id} ${at}`, () =>
				filed(of, at, institution.id)
					? (rowsInForce(ledger, of, at, { institution: institution.id }) as unknown as readonly Row<D>[])
					: null
			),
		allRows: <D extends Dataset>(of: D, at: Period = period) =>
			once(`\u0000all ${of.id} ${at}`, () => rowsInForce(ledger, of, at) as unknown as readonly Row<D>[]),
		valuesOfOthers: (of, column, { period: at = period, where = {} } = {}) =>
			once(`\u0000others ${of.id} ${column} ${at} ${JSON.stringify(where)}`, () =>
				valuesOfOthers(ledger, of, column, at, where as Values, institution.id)
			),
		labelsOf(uscc, on) {
			const held = once('\u0000labels', () => labelsInForce(ledger)).get(uscc) ?? [];
			return [
				...new Set(
					held.filter(({ from, to }) => from <= on && (to === null || on <= to)).map((one) => one.label)
				)
			];
		},
		parameter(id, on = periodEnd, key) {
			const value = parameter(id as ParameterId, on, key);
			return value === null ? null : toNumber(value);
		}
	};
}
