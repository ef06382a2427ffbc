import { lastMonth, type Period } from '#core/period.ts';
import { rational } from '#core/rational.ts';
import { sqlite } from '#formula/dialect.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import type { Leaf } from '#formula/formula.ts';
import { bindingOf, keysIn } from '#formula/keys.ts';
import { factsIn, firstMonthOf, groupInMemory, monthsFor, storedForm } from '#formula/memory.ts';
import { missing, type Outcome } from '#formula/reason.ts';
import { isView, type Fact } from '#formula/source.ts';
import { compile } from '#formula/sql.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import { prepared, type Ledger } from '../ledger/open.ts';
import { LedgerInput } from './input.ts';

/** What a question to the facts is narrowed to. */
export interface Narrowing {
	/** Dimension → keys, any of which will do. */
	readonly fixed: ReadonlyMap<DimensionId, readonly string[]>;
	/** Only what these institutions filed. */
	readonly filers?: ReadonlySet<string>;
	/** The roster of this month in place of that of each row's own month. */
	readonly rosterOf?: Period;
	readonly asOf?: string;
}

type Submission = [id: number, institution: string, month: Period];

/** One leaf from the facts, broken down: keys joined by a tab → value. Used where cells do not suffice. */
export function queryFacts(
	ledger: Ledger,
	leaf: Leaf,
	period: Period,
	by: readonly DimensionId[],
	narrowing: Narrowing
): Map<string, Outcome> {
	const { source } = leaf;
	const input = new LedgerInput(ledger, narrowing.asOf === undefined ? {} : { asOf: narrowing.asOf });
	const months = monthsFor(leaf, period, () => firstMonthOf(input, source, lastMonth(period)));
	if (isView(source) || source.nature === 'register' || narrowing.asOf !== undefined)
		return inMemory(leaf, months, by, narrowing, input);

	const submissions = input
		.inForce(source)
		.filter(({ institution }) => !narrowing.filers || narrowing.filers.has(institution))
		.map(({ id, institution, period: of }): Submission => [id, institution, lastMonth(of)])
		.filter(([, , month]) => months.includes(month))
		.map(([id, institution, month]): Submission => [id, institution, narrowing.rosterOf ?? month]);
	const kinds = prepared(ledger.db, 'select id, kind from institution').raw().all();
	const compiled = compile(sqlite, source, factTableName(source), [leaf], by, months, {
		fixed: narrowing.fixed,
		parameter: input.parameter
	});
	const statement = prepared(ledger.db, compiled.sql).raw();
	const rows = statement.all({
		submissions: JSON.stringify(submissions),
		kinds: JSON.stringify(kinds)
	}) as unknown as (string | number | null)[][];
	return new Map(
		rows.map((row): [string, Outcome] => {
			const [value] = compiled.read(row);
			const key = row.slice(0, by.length).join('\t');
			if (value === null || value === undefined) return [key, missing('no-rows')];
			return [key, rational(value, leaf.op === 'median' ? 2n : 1n)];
		})
	);
}

function inMemory(
	leaf: Leaf,
	months: readonly Period[],
	by: readonly DimensionId[],
	{ fixed, filers, rosterOf }: Narrowing,
	input: LedgerInput
): Map<string, Outcome> {
	const seen =
		rosterOf === undefined
			? input
			: {
					parameter: input.parameter,
					kindOf: input.kindOf.bind(input),
					roster: () => input.roster(rosterOf)
				};
	const bindings = [...fixed].map(([dimension, keys]) => ({
		binding: bindingOf(leaf.source, dimension),
		keys
	}));
	const stands = (fact: Fact): boolean => {
		const roster = seen.roster(fact.month);
		const reading = {
			cell: (column: string) => storedForm(fact.values[column]),
			filer: fact.filer,
			enrolled: (uscc: string) => roster.get(uscc),
			kindOf: (id: string) => input.kindOf(id)
		};
		return bindings.every(({ binding, keys }) => keysIn(binding, reading).some((key) => keys.includes(key)));
	};
	const facts = months
		.flatMap((month) => factsIn(input, leaf.source, month))
		.filter((fact) => (!filers || filers.has(fact.filer)) && stands(fact));
	return groupInMemory(leaf, facts, by, seen);
}
