import { lastMonth, type Period } from '#core/period.ts';
import type { Dataset } from '#datasets/define.ts';
import { sqlite } from '#formula/dialect.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import { isAdditive, type Leaf } from '#formula/formula.ts';
import { dimensionsOf } from '#formula/keys.ts';
import { factsIn, firstMonthOf, monthsFor } from '#formula/memory.ts';
import { datasetsOf, isView } from '#formula/source.ts';
import { compile } from '#formula/sql.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import type { Asker } from '../access/asker.ts';
import { isCleared } from '../access/clearance.ts';
import { seesRowsOf } from '../access/rights.ts';
import type { InForce } from '../ledger/in-force.ts';
import { prepared, type Ledger } from '../ledger/open.ts';
import { address } from '../intake/address.ts';
import { LedgerInput } from '../warehouse/input.ts';
import type { Question } from './evaluate.ts';
import type { PassportSubmission } from './passport-types.ts';

/** An aggregate, and the period it is read at. */
export interface Chosen {
	readonly leaf: Leaf;
	readonly period: Period;
	readonly overall: boolean;
}

interface Stored {
	readonly id: number;
	readonly filing: number;
	readonly institution: string;
	readonly institutionName: string;
	readonly period: Period;
	readonly number: number;
	readonly receipt: string;
	readonly fileName: string;
	readonly sha256: string;
	readonly sheet: string | null;
	readonly firstLine: number | null;
	readonly lastLine: number | null;
	readonly letters: string | null;
	readonly uploadedBy: string | null;
	readonly signedBy: string | null;
	readonly acceptedAt: string;
}

const select = `select s.id, s.filing, f.institution, i.name as institutionName, f.period, s.number, s.receipt, s.fileName,
	s.sha256, s.sheet, s.firstLine, s.lastLine, s.letters, u.name as uploadedBy, g.name as signedBy, s.acceptedAt
	from submission s join filing f on f.id = s.filing join institution i on i.id = f.institution
	left join user u on u.id = s.uploadedBy left join user g on g.id = s.signedBy`;

/** What makes up a register's state on a day: of each filer the last complete file and what was added since. */
function ofRegister(files: readonly InForce[], last: Period): InForce[] {
	const found: InForce[] = [];
	const closed = new Set<string>();
	for (const file of files.filter(({ period }) => lastMonth(period) <= last).toReversed()) {
		if (closed.has(file.institution)) continue;
		found.push(file);
		if (file.mode === 'complete') closed.add(file.institution);
	}
	return found.toReversed();
}

/** The files of a dataset that a leaf at a period rests on. */
function restsOn(ledger: Ledger, { leaf, period }: Chosen, dataset: Dataset, question: Question): InForce[] {
	const input = new LedgerInput(ledger, question.asOf === undefined ? {} : { asOf: question.asOf });
	const files = input.inForce(dataset);
	const last = lastMonth(period);
	if (dataset.nature === 'register') return ofRegister(files, last);
	const months = monthsFor(leaf, period, () => firstMonthOf(input, leaf.source, last));
	if (isView(leaf.source) && leaf.source.reach === 'history') {
		const origins = new Set(
			months.flatMap((month) => factsIn(input, leaf.source, month)).map(({ submission }) => submission)
		);
		const own = files.filter(({ id }) => origins.has(id));
		if (own.length) return own;
	}
	return files.filter((file) => months.includes(lastMonth(file.period)));
}

/** The institutions whose files count: the question's own, where the dimension is who filed. */
function filersOf({ leaf, overall }: Chosen, question: Question): readonly string[] | null {
	const binding = dimensionsOf(leaf.source).institution;
	if (binding && binding.by !== 'filer') return null;
	if (question.only !== null) return [question.only];
	return overall ? null : (question.where.get('institution') ?? null);
}

/** What each of some submissions adds to a leaf; empty where contributions cannot be told apart. */
function contributions(
	ledger: Ledger,
	chosen: Chosen,
	question: Question,
	ids: readonly Stored[]
): Map<number, string> {
	const { leaf } = chosen;
	const { source } = leaf;
	if (isView(source) || source.nature === 'register' || !(isAdditive(leaf) || leaf.op === 'distinct'))
		return new Map();
	const input = new LedgerInput(ledger);
	const months = [...new Set(ids.map(({ period }) => lastMonth(period)))];
	const fixed: ReadonlyMap<DimensionId, readonly string[]> = chosen.overall ? new Map() : question.where;
	const compiled = compile(sqlite, source, factTableName(source), [leaf], [], months, {
		fixed,
		parameter: input.parameter,
		perSubmission: true
	});
	const submissions = ids.map(({ id, institution, period }) => [id, institution, lastMonth(period)]);
	const kinds = prepared(ledger.db, 'select id, kind from institution').raw().all();
	const statement = prepared(ledger.db, compiled.sql).raw();
	const rows = statement.all({ submissions: JSON.stringify(submissions), kinds: JSON.stringify(kinds) }) as (
		string | number | null
	)[][];
	return new Map(rows.map((row) => [Number(row[0]), String(compiled.read(row)[0] ?? 0n)]));
}

/** Where an aggregate's columns stand in the filer's own file. */
function ranges(leaf: Leaf, one: Stored): string[] {
	const letters = JSON.parse(one.letters ?? '{}') as Record<string, string>;
	const lines = one.firstLine !== null && one.lastLine !== null ? [one.firstLine, one.lastLine] : null;
	if (!lines) return [];
	const columns = [leaf.column, leaf.weight].filter((name): name is string => name !== null);
	const placed = columns.flatMap((name) => letters[name] ?? []);
	if (one.sheet === null || !placed.length) return [`第${lines[0]}—${lines[1]}行`];
	const { sheet } = one;
	return placed.map((letter) => `${address(sheet, letter, lines[0]!)}:${letter}${lines[1]}`);
}

/** The files in force behind an aggregate, with who filed them, what each adds, and what it replaced. */
export function submissionsBehind(
	ledger: Ledger,
	asker: Asker,
	chosen: Chosen,
	question: Question,
	datasets: readonly Dataset[]
): PassportSubmission[] {
	const filers = filersOf(chosen, question);
	const own = datasetsOf(chosen.leaf.source);
	return datasets.flatMap((dataset) => {
		const wanted = new Set(
			restsOn(ledger, chosen, dataset, question)
				.filter(({ institution }) => !filers || filers.includes(institution) || !own.includes(dataset))
				.filter(({ institution }) => asker.role !== 'institution' || asker.institution === institution)
				.map(({ id }) => id)
		);
		const found = prepared(
			ledger.db,
			`${select} where f.dataset = ? and s.acceptedAt is not null order by f.period, i.sort, s.id`
		).all(dataset.id) as Stored[];
		const inForce = found.filter(({ id }) => wanted.has(id));
		const before = new Map(
			inForce.map((one) => [
				one.id,
				found.filter(({ filing, id }) => filing === one.filing && id < one.id).at(-1)
			])
		);
		const added = own.includes(dataset)
			? contributions(ledger, chosen, question, [
					...inForce,
					...[...before.values()].filter((one) => one !== undefined)
				])
			: new Map<number, string>();
		const known = added.size > 0;
		return inForce.map((one): PassportSubmission => {
			// What one file adds is one institution's own number, and how long the file is another.
			const open =
				(!question.withholds && isCleared(ledger, asker, 'institutions')) ||
				seesRowsOf(asker, one.institution);
			const earlier = before.get(one.id);
			const [now, then] = [
				added.get(one.id) ?? (known ? '0' : null),
				earlier && (added.get(earlier.id) ?? (known ? '0' : null))
			];
			return {
				id: one.id,
				dataset: dataset.id,
				datasetLabel: dataset.label,
				institution: one.institution,
				institutionName: one.institutionName,
				period: one.period,
				number: one.number,
				receipt: one.receipt,
				fileName: one.fileName,
				sha256: one.sha256,
				ranges: open && own.includes(dataset) && !isView(chosen.leaf.source) ? ranges(chosen.leaf, one) : [],
				uploadedBy: one.uploadedBy,
				signedBy: one.signedBy,
				acceptedAt: one.acceptedAt,
				contribution: open ? now : null,
				replaced: earlier
					? {
							number: earlier.number,
							receipt: earlier.receipt,
							acceptedAt: earlier.acceptedAt,
							contribution: open ? (then ?? null) : null,
							difference: open && now !== null && then ? String(BigInt(now) - BigInt(then)) : null
						}
					: null
			};
		});
	});
}
