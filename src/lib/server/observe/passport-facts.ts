import { format } from '#core/number.ts';
import { rational, toFixed } from '#core/rational.ts';
import { lastMonth } from '#core/period.ts';
import type { Column, Dataset } from '#datasets/define.ts';
import { sqlite } from '#formula/dialect.ts';
import { columnsOfBinding } from '#formula/dimensions.ts';
import { bindingOf, keysIn } from '#formula/keys.ts';
import { factsIn, firstMonthOf, monthsFor, storedForm } from '#formula/memory.ts';
import { datasetsOf, isView, type Fact, type Source } from '#formula/source.ts';
import { columnsOfTest, passes, type Stored } from '#formula/test.ts';
import { compileRows } from '#formula/sql.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import type { Asker } from '../access/asker.ts';
import { enterprisesFor, maskedValue, namesEnterprises, unmasked, type Masks } from '../access/masking.ts';
import { ownsRowsOf, seesRowsOf } from '../access/rights.ts';
import { address, linePlace } from '../intake/address.ts';
import { prepared, type Ledger } from '../ledger/open.ts';
import { LedgerInput } from '../warehouse/input.ts';
import type { Question } from './evaluate.ts';
import type { Chosen } from './passport-submissions.ts';
import type { Passport, PassportFact, PassportFactCell } from './passport-types.ts';

/** A stored cell as people read it. */
function shown(column: Column | undefined, value: Stored): string {
	if (value === null || value === '') return '';
	switch (column?.kind) {
		case 'money':
		case 'usd':
			return format(rational(Number(value)), 'yuan');
		case 'rate':
			return toFixed(rational(Number(value), 100_000), 5);
		case 'dec':
			return toFixed(rational(Number(value), 10 ** (column.places ?? 0)), column.places ?? 0);
		case 'flag':
			return value === 1 ? '是' : '否';
		case 'code':
		case 'codes':
			return String(value)
				.split(',')
				.map((code) => column.list?.at.get(code)?.label ?? code)
				.join('、');
		default:
			return String(value);
	}
}

interface Placed {
	readonly sheet: string | null;
	readonly layout: string | null;
	/** Column letters of a workbook, positions from 1 in text files. */
	readonly letters: Readonly<Record<string, string>>;
}

/** Sheet and column letters of a submission's file. */
function placeOf(ledger: Ledger, submission: number): Placed {
	const row = prepared(ledger.db, 'select sheet, layout, letters from submission where id = ?').get(
		submission
	) as { sheet: string | null; layout: string | null; letters: string | null } | undefined;
	return {
		sheet: row?.sheet ?? null,
		layout: row?.layout ?? null,
		letters: JSON.parse(row?.letters ?? '{}') as Record<string, string>
	};
}

/** Where a cell stands: sheet and address in a workbook, line and field in a text file. */
function whereOf(place: Placed | null, name: string, line: number): string {
	const letter = place?.letters[name];
	if (place?.sheet && letter && /^[A-Z]+$/.test(letter)) return address(place.sheet, letter, line);
	const position = letter && /^\d+$/.test(letter) ? Number(letter) : null;
	return linePlace(line, position, place?.layout === 'dat' ? '字段' : '列');
}

/** Columns worth showing: the key, what is summed up, and what the conditions and breakdowns read. */
function columnsShown({ leaf }: Chosen, question: Question): string[] {
	const { source } = leaf;
	const key = isView(source) ? Object.keys(source.columns) : source.key;
	const fixed = [...question.where.keys()].map((dimension) => bindingOf(source, dimension));
	return [
		...new Set([
			...key,
			...[leaf.column, leaf.weight].filter((name): name is string => name !== null),
			...leaf.where.flatMap(columnsOfTest),
			...fixed.flatMap(columnsOfBinding)
		])
	].filter((name) => name in source.columns);
}

type Found = Omit<Passport['facts'], 'leaf'>;

/** How the asker reads the enterprises in one filer's rows; a look that is to be on record is recorded once. */
function readingEnterprises(ledger: Ledger, asker: Asker, source: Source): (filer: string) => Masks {
	if (!datasetsOf(source).some(namesEnterprises)) return () => unmasked;
	const about = `source:${source.id}`;
	let others: Masks | undefined;
	return (filer) =>
		ownsRowsOf(asker, filer) ? unmasked : (others ??= enterprisesFor(ledger, asker, about, null));
}

/** One page of the rows an aggregate takes in, with the place of every number in the filer's own file. */
export function factsBehind(
	ledger: Ledger,
	asker: Asker,
	chosen: Chosen,
	question: Question,
	offset: number,
	limit: number
): Found {
	const { leaf, period } = chosen;
	const { source } = leaf;
	const columns = columnsShown(chosen, question);
	const input = new LedgerInput(ledger, question.asOf === undefined ? {} : { asOf: question.asOf });
	const months = monthsFor(leaf, period, () => firstMonthOf(input, source, lastMonth(period)));
	const places = new Map<number, Placed>();
	const masksFor = readingEnterprises(ledger, asker, source);
	const entry = (
		submission: number | null,
		institution: string,
		line: number | null,
		value: (name: string) => Stored
	): PassportFact => {
		const place = submission === null ? null : (places.get(submission) ?? placeOf(ledger, submission));
		if (submission !== null && place) places.set(submission, place);
		const masks = masksFor(institution);
		const cells = columns.map((name): PassportFactCell => {
			const where = line === null ? '' : whereOf(place, name, line);
			const counted = name === leaf.column || name === leaf.weight;
			return {
				column: name,
				label: source.columns[name]!.label,
				value: maskedValue(masks, source.columns[name], shown(source.columns[name], value(name))),
				where,
				counted
			};
		});
		return { submission, institution, line, cells, masked: masks.masked };
	};
	if (isView(source) || source.nature === 'register' || question.asOf !== undefined) {
		const facts = months
			.flatMap((month) => withOrigin(factsIn(input, source, month), source, month, input))
			.filter((fact) => counts(fact, chosen, question, input));
		const seen = facts.filter((fact) => seesRowsOf(asker, fact.filer));
		const rows = seen
			.slice(offset, offset + limit)
			.map((fact) =>
				entry(fact.submission ?? null, fact.filer, fact.line ?? null, (name) => storedForm(fact.values[name]))
			);
		return { total: seen.length, offset, rows, withheld: seen.length < facts.length };
	}
	return fromTable(ledger, asker, source, chosen, question, { input, months, columns, offset, limit, entry });
}

/** Rows of the roster as of a day, with the filed row of each enterprise that began last. */
function withOrigin(
	facts: readonly Fact[],
	source: Source,
	month: string,
	input: LedgerInput
): readonly Fact[] {
	const [dataset, ...others] = isView(source) ? source.from : [];
	if (!dataset || others.length || !facts.length || facts[0]!.submission !== undefined) return facts;
	const filed = new Map(input.rows(dataset, month).map((fact) => [fact.values.uscc, fact]));
	return facts.map((fact) => {
		const origin = filed.get(fact.values.uscc);
		return origin ? { ...origin, values: fact.values, month } : fact;
	});
}

function counts(fact: Fact, { leaf, overall }: Chosen, question: Question, input: LedgerInput): boolean {
	const roster = input.roster(fact.month);
	const cell = (name: string): Stored => storedForm(fact.values[name]);
	const enrolled = (uscc: string) => roster.get(uscc);
	const passed = leaf.where.every((test) => passes(test, cell, enrolled, fact.month, input.parameter));
	if (!passed || (leaf.column !== null && cell(leaf.column) === null)) return false;
	const where = overall ? [] : [...question.where];
	const reading = { cell, enrolled, filer: fact.filer, kindOf: (id: string) => input.kindOf(id) };
	return where.every(([dimension, keys]) =>
		keysIn(bindingOf(leaf.source, dimension), reading).some((key) => keys.includes(key))
	);
}

interface Page {
	readonly input: LedgerInput;
	readonly months: readonly string[];
	readonly columns: readonly string[];
	readonly offset: number;
	readonly limit: number;
	readonly entry: (
		submission: number | null,
		institution: string,
		line: number | null,
		value: (name: string) => Stored
	) => PassportFact;
}

function fromTable(
	ledger: Ledger,
	asker: Asker,
	dataset: Dataset,
	{ leaf, overall }: Chosen,
	question: Question,
	page: Page
): Found {
	const { input, months, columns, offset, limit } = page;
	const inForce = input
		.inForce(dataset)
		.map(({ id, institution, period }) => ({ id, institution, month: lastMonth(period) }))
		.filter(({ month }) => months.includes(month));
	const seen = inForce.filter(({ institution }) => seesRowsOf(asker, institution));
	const compiled = compileRows(sqlite, dataset, factTableName(dataset), leaf, columns, months, {
		fixed: overall ? new Map() : question.where,
		parameter: input.parameter
	});
	const bound = {
		submissions: JSON.stringify(seen.map(({ id, institution, month }) => [id, institution, month])),
		kinds: JSON.stringify(prepared(ledger.db, 'select id, kind from institution').raw().all())
	};
	const total = ledger.db.prepare(compiled.count).pluck().get(named(compiled.count, bound)) as number;
	const statement = ledger.db.prepare(compiled.rows).raw();
	const found = statement.all({ ...named(compiled.rows, bound), limit, offset }) as Stored[][];
	const rows = found.map(([id, institution, line, ...cells]) =>
		page.entry(Number(id), String(institution), Number(line), (name) => cells[columns.indexOf(name)] ?? null)
	);
	return { total, offset, rows, withheld: seen.length < inForce.length };
}

/** Only the parameters a query names: the database refuses others. */
const named = <T extends Record<string, string>>(sql: string, bound: T): Partial<T> =>
	Object.fromEntries(Object.entries(bound).filter(([name]) => sql.includes(`@${name}`))) as Partial<T>;
