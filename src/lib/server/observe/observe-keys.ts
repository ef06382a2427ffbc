import type { Period } from '#core/period.ts';
import { rosterScopes } from '#codes/label.ts';
import { dimensionOf, keyLabel, unfilled, type DimensionId } from '#formula/dimensions.ts';
import { leavesOf } from '#formula/formula.ts';
import { dimensionsOf } from '#formula/keys.ts';
import type { Indicator } from '#indicators/define.ts';
import { institutions } from '../ledger/institutions.ts';
import { prepared, type Ledger } from '../ledger/open.ts';
import { cubes } from '../warehouse/cubes.ts';
import { sinceChange } from '../warehouse/generation.ts';
import { completenessOf } from './coverage.ts';
import type { Question, Values } from './evaluate.ts';

/** Whether the institution of a value is who filed it, so that its own filing is what completes it. */
export const countsByFiler = (indicator: Indicator): boolean =>
	leavesOf(indicator.formula).some(({ source }) => dimensionsOf(source).institution?.by === 'filer');

/** Whether a value takes in every month since January. */
export const takesInYear = (indicator: Indicator): boolean =>
	leavesOf(indicator.formula).some(({ span }) => span === 'yearToDate');

/** Rank and name of the keys that the ledger knows, not a list. */
const namesOf = (ledger: Ledger, dimension: DimensionId): ReadonlyMap<string, [string | number, string]> =>
	sinceChange(ledger, `names ${dimension}`, (): Map<string, [string | number, string]> => {
		if (dimension === 'institution')
			return new Map(institutions(ledger).map(({ id, sort, shortName }) => [id, [sort, shortName]]));
		const rows = prepared(ledger.db, 'select productNo, name from fact_product order by submission')
			.raw()
			.all();
		return new Map((rows as [string, string][]).map(([key, name]) => [key, [key, name]]));
	});

/** Whether any row stands under a key that no list has, as files are free to write some. */
function occurs(ledger: Ledger, dimension: DimensionId, key: string): boolean {
	const find = prepared(ledger.db, 'select 1 from cell where cube = ? and dims = ? and k1 = ? limit 1');
	return [...cubes().keys()].some((cube) => find.get(cube, dimension, key) !== undefined);
}

/** Throws `unknown key: …` where a question is narrowed to what no list and no register has: its zero would mean nothing. */
export function refuseUnknownKeys(ledger: Ledger, where: ReadonlyMap<DimensionId, readonly string[]>): void {
	for (const [dimension, keys] of where) {
		const { list } = dimensionOf(dimension);
		const known = list ? list.at : namesOf(ledger, dimension);
		const unknown = keys.find(
			(key) => key !== unfilled && !known.has(key) && !occurs(ledger, dimension, key)
		);
		if (unknown !== undefined) throw new RangeError(`unknown key: ${dimension}=${unknown}`);
	}
}

/** Orders and names keys: institutions by official order, codes by their list, the rest by key. */
export function orderOf(
	ledger: Ledger,
	dimension: DimensionId
): { rank: (key: string) => number | string; label: (key: string) => string } {
	const { list } = dimensionOf(dimension);
	if (list) {
		const ranks = new Map(list.codes.map(({ code }, at) => [code, at]));
		return { rank: (key) => ranks.get(key) ?? 1e6, label: (key) => keyLabel(dimension, key) };
	}
	const names = namesOf(ledger, dimension);
	return {
		rank: (key) => names.get(key)?.[0] ?? key,
		label: (key) => names.get(key)?.[1] ?? keyLabel(dimension, key)
	};
}

/** Combinations of keys in official order. */
export function sortedKeys(
	ledger: Ledger,
	by: readonly DimensionId[],
	keys: readonly string[][]
): string[][] {
	const orders = by.map((dimension) => orderOf(ledger, dimension));
	return [...keys].sort((a, b) => {
		for (let at = 0; at < orders.length; at += 1) {
			const [x, y] = [orders[at]!.rank(a[at]!), orders[at]!.rank(b[at]!)];
			if (x < y) return -1;
			if (x > y) return 1;
		}
		return 0;
	});
}

/** Keys to show: those with data at any of the periods, and every institution that owes a return. */
export function shownKeys(
	ledger: Ledger,
	indicator: Indicator,
	question: Question,
	values: Values,
	periods: readonly Period[]
): string[][] {
	const { by, scope } = question;
	const keys = values.keys(indicator.formula, periods);
	if (by.length === 1 && by[0] === 'institution' && !question.where.size && countsByFiler(indicator)) {
		const known = new Set(keys.map(([key]) => key));
		const counted = {
			wholeYear: takesInYear(indicator),
			...(question.asOf !== undefined && { asOf: question.asOf })
		};
		const owing = (period: Period) =>
			completenessOf(ledger, indicator.datasets, period, counted)(null).coverage.missing;
		for (const id of periods.flatMap(owing)) {
			if (known.has(id) || (question.only !== null && question.only !== id)) continue;
			keys.push([id]);
			known.add(id);
		}
	}
	const at = by.indexOf('label');
	const counted: readonly string[] = rosterScopes[scope];
	return at < 0 || !indicator.scoped ? keys : keys.filter((key) => counted.includes(key[at]!));
}
