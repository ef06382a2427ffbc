import { lastMonth, type Period } from '#core/period.ts';
import { add, zero, type Rational } from '#core/rational.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import { evaluate, readings, type Ask } from '#formula/evaluate.ts';
import { inScope, isAdditive, leafKey, type Formula, type Leaf } from '#formula/formula.ts';
import { bindingOf, dimensionsOf } from '#formula/keys.ts';
import { monthsFor } from '#formula/memory.ts';
import { missing, type Missing, type Outcome } from '#formula/reason.ts';
import type { ParameterLookUp } from '#policy/parameters.ts';
import { datasetsOf, isFlow, isView, type Scope } from '#formula/source.ts';
import { asksRoster } from '#formula/test.ts';
import { readCells, unpack, type CellState, type CellTable } from '../warehouse/cells.ts';
import { cubes, held, type Cube } from '../warehouse/cubes.ts';
import { sinceChange } from '../warehouse/generation.ts';
import { queryFacts } from '../warehouse/query.ts';
import { rosterState } from '../warehouse/rebuild.ts';
import { statesOf } from '../warehouse/stale.ts';
import { parametersOf } from '../ledger/parameters.ts';
import type { Ledger } from '../ledger/open.ts';
import { filersOf, isRegister, owes } from './coverage.ts';
import { hasGap, notKnown } from './not-filed.ts';
import { askedOf } from './withheld-question.ts';
import { keysTold } from './withheld-keys.ts';
import { withheld, type Withheld } from './withheld.ts';

/** What is asked of every leaf. */
export interface Question {
	readonly by: readonly DimensionId[];
	/** Dimension → keys, any of which will do. */
	readonly where: ReadonlyMap<DimensionId, readonly string[]>;
	readonly scope: Scope;
	readonly asOf?: string;
	/** The institution whose people ask; they see nothing else. */
	readonly only: string | null;
	/** Numbers with few behind them, or that would give such away, are withheld. */
	readonly withholds: boolean;
	/** Only what these institutions filed, and the roster of one month for all: 可比口径. */
	readonly likeForLike?: { readonly filers: ReadonlySet<string>; readonly rosterOf: Period };
}

/** How a leaf is answered at one period, whatever the keys. */
interface Answer {
	/** Something it rests on is waiting to be rebuilt. */
	readonly dirty: boolean;
	/** Why no key has a value. */
	readonly refusal: Missing | null;
	/** Why one key has none, although others do. */
	readonly notFiledBy: ((key: string) => Missing | null) | null;
	readonly read: (key: string) => Outcome;
}

const isRankedLeaf = (leaf: Leaf): boolean => !isAdditive(leaf) && leaf.op !== 'distinct';
const none: ReadonlyMap<DimensionId, readonly string[]> = new Map();
const always: Period = '0000-01';

/** Answers the leaves of formulas over many periods, reading each cube once. */
export class Values {
	readonly ledger: Ledger;
	readonly question: Question;
	/** Whether something it rests on is waiting to be rebuilt. */
	rebuilding = false;
	private readonly tables = new Map<string, CellTable>();
	private readonly factual = new Map<string, Map<string, Outcome>>();
	private readonly answers = new Map<Leaf, Map<string, Answer>>();
	private readonly months = new Set<Period>();
	private readonly parameter: ParameterLookUp;

	constructor(ledger: Ledger, question: Question) {
		this.ledger = ledger;
		this.question = question;
		this.parameter = sinceChange(ledger, 'parameters', () => parametersOf(ledger));
	}

	/** Widens what is read at once to everything the formula needs at these periods. */
	expect(formula: Formula, periods: readonly Period[]): void {
		for (const period of periods)
			for (const { leaf, period: at } of readings(formula, period))
				for (const month of this.span(leaf, at)) this.months.add(month);
	}

	/** A formula's value under some keys (in the order of `by`). */
	value(formula: Formula, period: Period, keys: readonly string[]): Outcome {
		const key = keys.join('\t');
		const ask: Ask = (leaf, at, overall) => this.leaf(leaf, at, overall ? '' : key, overall);
		return evaluate(inScope(formula, this.question.scope), ask, period, false, this.parameter);
	}

	/** Keys that occur in any of the leaves at any of the periods. */
	keys(formula: Formula, periods: readonly Period[]): string[][] {
		if (!this.question.by.length) return [[]];
		const scoped = inScope(formula, this.question.scope);
		const found = new Set<string>();
		for (const period of periods)
			for (const { leaf, period: at, overall } of readings(scoped, period)) {
				if (overall) continue;
				const told = this.question.withholds
					? keysTold(this.ledger, this.question, leaf, this.span(leaf, at))
					: [];
				if (!told) return [];
				for (const key of told) found.add(key);
				this.collect(leaf, at, found);
			}
		return [...found].map((key) => key.split('\t'));
	}

	private collect(leaf: Leaf, period: Period, found: Set<string>): void {
		const { cube } = held(leaf);
		if (!this.fromCells(leaf, period, false)) {
			for (const key of this.facts(leaf, period, false).keys()) found.add(key);
			return;
		}
		const table = this.table(cubes().get(cube)!, false);
		for (const month of monthsFor(leaf, period, () => always)) {
			for (const key of table.at.get(month)?.keys() ?? []) found.add(key);
		}
	}

	/** The dimensions of the question that reach this leaf. */
	private reach(
		leaf: Leaf,
		overall: boolean
	): { by: readonly DimensionId[]; where: ReadonlyMap<DimensionId, readonly string[]> } {
		const { by, where, only } = this.question;
		const narrowed = overall ? none : where;
		if (only === null) return { by: overall ? [] : by, where: narrowed };
		return { by: overall ? [] : by, where: new Map([...narrowed, ['institution' as DimensionId, [only]]]) };
	}

	private fromCells(leaf: Leaf, period: Period, overall: boolean): boolean {
		const { asOf, likeForLike } = this.question;
		if (asOf !== undefined || likeForLike) return false;
		const { by, where } = this.reach(leaf, overall);
		if ([...where.values()].some((keys) => keys.length !== 1)) return false;
		if (new Set([...by, ...where.keys()]).size > 2) return false;
		const { cube, leaf: kept } = held(leaf);
		if (!cubes().get(cube)?.places.has(leafKey(kept))) return false;
		return !isFlow(leaf.source) || isAdditive(leaf) || leaf.span !== 'period' || lastMonth(period) === period;
	}

	private table(cube: Cube, overall: boolean): CellTable {
		const tag = `${cube.id} ${overall}`;
		let table = this.tables.get(tag);
		if (!table) {
			const { by, where } = this.reach(cube.leaves[0]!, overall);
			const fixed = new Map([...where].map(([dimension, keys]) => [dimension, keys[0]!] as const));
			this.tables.set(tag, (table = readCells(this.ledger, cube.id, [...this.months].sort(), by, fixed)));
		}
		return table;
	}

	private states(cube: string): ReadonlyMap<Period, CellState> {
		return statesOf(this.ledger, cube);
	}

	/** The first month a cube was built from anything, or may be: what is not yet rolled up is not left out of a sum to date. */
	private firstFiled(cube: string): Period | undefined {
		return sinceChange(
			this.ledger,
			`first ${cube}`,
			() => [...this.states(cube)].find(([, { filed, readable }]) => filed || !readable)?.[0]
		);
	}

	private leaf(leaf: Leaf, period: Period, key: string, overall: boolean): Outcome {
		const { found, why } = this.seen(leaf, period, key, overall);
		return why ? missing('suppressed') : found;
	}

	/** What an aggregate comes to, and why it is not shown to the asker, if so. */
	private seen(
		leaf: Leaf,
		period: Period,
		key: string,
		overall: boolean
	): { found: Outcome; why: Withheld | null } {
		const { dirty, refusal, notFiledBy, read } = this.answer(leaf, period, overall);
		if (dirty) this.rebuilding = true;
		const found = refusal ?? notFiledBy?.(key) ?? read(key);
		if (!this.question.withholds) return { found, why: null };
		const question = { ...this.question, ...this.reach(leaf, overall) };
		const asked = askedOf(question, leaf, period, key, found, () => this.span(leaf, period));
		return { found, why: asked === null || asked === 'combined' ? asked : withheld(this.ledger, asked) };
	}

	/** Why a formula's value is withheld from the asker: the reasons of its aggregates, each once. */
	why(formula: Formula, period: Period, keys: readonly string[]): Withheld[] {
		const found = readings(inScope(formula, this.question.scope), period).flatMap(
			(one) => this.seen(one.leaf, one.period, one.overall ? '' : keys.join('\t'), one.overall).why ?? []
		);
		return [...new Set(found)];
	}

	/** How a leaf is answered at a period: worked out once, then asked for key after key. */
	private answer(leaf: Leaf, period: Period, overall: boolean): Answer {
		const tag = overall ? `${period} overall` : period;
		const known = this.answers.get(leaf) ?? new Map<string, Answer>();
		if (!known.size) this.answers.set(leaf, known);
		let answer = known.get(tag);
		if (!answer) known.set(tag, (answer = this.prepare(leaf, period, overall)));
		return answer;
	}

	private prepare(leaf: Leaf, period: Period, overall: boolean): Answer {
		const { only, where, by } = this.question;
		const nowhere = { dirty: false, notFiledBy: null, read: () => zero };
		if (only !== null && !dimensionsOf(leaf.source).institution)
			return { ...nowhere, refusal: missing('suppressed') };
		if (!overall) for (const dimension of [...by, ...where.keys()]) bindingOf(leaf.source, dimension);
		const built =
			this.question.asOf === undefined
				? this.notBuilt(leaf, period)
				: { refusal: notKnown(this.ledger, leaf, lastMonth(period), this.question.asOf), dirty: false };
		const refusal =
			built.refusal ??
			(hasGap(this.ledger, leaf, this.span(leaf, period), this.question.asOf) ? missing('not-filed') : null);
		if (refusal) return { ...nowhere, dirty: built.dirty, refusal };
		return {
			dirty: built.dirty,
			refusal: null,
			notFiledBy: this.notFiledBy(leaf, period, overall),
			read: this.fromCells(leaf, period, overall)
				? this.fromTable(leaf, period, overall)
				: this.fromFacts(leaf, period, overall)
		};
	}

	private fromFacts(leaf: Leaf, period: Period, overall: boolean): Answer['read'] {
		const found = this.facts(leaf, period, overall);
		const otherwise = isRankedLeaf(leaf) ? missing('no-rows') : zero;
		return (key) => found.get(key) ?? otherwise;
	}

	private fromTable(leaf: Leaf, period: Period, overall: boolean): Answer['read'] {
		const { cube: id, leaf: kept } = held(leaf);
		const cube = cubes().get(id)!;
		const place = cube.places.get(leafKey(kept))!;
		const table = this.table(cube, overall);
		const whole = id !== leaf.source.id || !isAdditive(leaf);
		const months = (whole ? [lastMonth(period)] : this.span(leaf, period)).flatMap(
			(month) => table.at.get(month) ?? []
		);
		const otherwise = isRankedLeaf(leaf) ? missing('no-rows') : zero;
		return (key) => {
			let total: Rational | null = null;
			for (const month of months) {
				const packed = month.get(key);
				const value = packed === undefined ? null : unpack(packed, place);
				if (value) total = total ? add(total, value) : value;
			}
			return total ?? otherwise;
		};
	}

	private span(leaf: Leaf, period: Period): readonly Period[] {
		const { cube } = held(leaf);
		return monthsFor(leaf, period, () => this.firstFiled(cube) ?? lastMonth(period));
	}

	/** Why the cells a leaf rests on cannot be read, if so: not built from anything, or of another shape. */
	private notBuilt(leaf: Leaf, period: Period): Pick<Answer, 'refusal' | 'dirty'> {
		const { cube } = held(leaf);
		const last = lastMonth(period);
		const months = isFlow(leaf.source) && cube === leaf.source.id ? this.span(leaf, period) : [last];
		const states = months.map((month) => this.states(cube).get(month));
		const roster = leaf.where.some(asksRoster) ? [this.states(rosterState).get(last)] : [];
		const all = [...states, ...roster];
		const dirty = all.some((state) => state?.dirty);
		if (all.some((state) => state && !state.readable)) return { refusal: missing('being-rebuilt'), dirty };
		if (states.some((state) => state?.filed) && roster.every((state) => state?.filed))
			return { refusal: null, dirty };
		return { refusal: missing(dirty ? 'being-rebuilt' : 'not-filed'), dirty };
	}

	/** Says of the one institution a key asks about that it did not file, if so: its zero is not a real zero then. */
	private notFiledBy(leaf: Leaf, period: Period, overall: boolean): Answer['notFiledBy'] {
		const { source } = leaf;
		const binding = dimensionsOf(source).institution;
		if (binding?.by !== 'filer' || isView(source) || source.nature === 'register') return null;
		const { by, where } = this.reach(leaf, overall);
		const at = by.indexOf('institution');
		const fixed = where.get('institution');
		if (at < 0 && fixed?.length !== 1) return null;
		const filers = filersOf(this.ledger, source.id, this.question.asOf);
		const filed = (one: string, month: Period): boolean => filers.get(month)?.has(one) ?? false;
		const months = isFlow(source) ? this.span(leaf, period) : [];
		const last = lastMonth(period);
		return (key) => {
			const one = at < 0 ? fixed![0]! : by.length === 1 ? key : key.split('\t')[at]!;
			const lacking =
				!filed(one, last) ||
				months.some((month) => !filed(one, month) && owes(this.ledger, source.id, one, month));
			return lacking ? missing('not-filed') : null;
		};
	}

	private facts(leaf: Leaf, period: Period, overall: boolean): Map<string, Outcome> {
		const tag = `${leafKey(leaf)} ${period} ${overall}`;
		let found = this.factual.get(tag);
		if (!found) {
			const { by, where } = this.reach(leaf, overall);
			const { asOf, likeForLike } = this.question;
			const offices = datasetsOf(leaf.source).every(isRegister);
			found = queryFacts(this.ledger, leaf, offices && likeForLike ? likeForLike.rosterOf : period, by, {
				fixed: where,
				...(asOf !== undefined && { asOf }),
				...(offices ? {} : likeForLike)
			});
			this.factual.set(tag, found);
		}
		return found;
	}
}
