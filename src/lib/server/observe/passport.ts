import { lastMonth } from '#core/period.ts';
import { inScope, leafKey, type Leaf } from '#formula/formula.ts';
import { readings } from '#formula/evaluate.ts';
import { monthsFor } from '#formula/memory.ts';
import { isMissing, reasonLabels, type Outcome } from '#formula/reason.ts';
import { datasetsOf } from '#formula/source.ts';
import { inWords, leafInWords } from '#formula/words.ts';
import { indicatorOf } from '#indicators/index.ts';
import { unitOf } from '#core/unit.ts';
import type { Asker } from '../access/asker.ts';
import type { Ledger } from '../ledger/open.ts';
import { readCells, unpack } from '../warehouse/cells.ts';
import { cubes, held } from '../warehouse/cubes.ts';
import { Values, type Question } from './evaluate.ts';
import { observe, questionOf } from './observe.ts';
import { factsBehind } from './passport-facts.ts';
import { submissionsBehind } from './passport-submissions.ts';
import { withheldLabel } from './withheld.ts';
import type { Passport, PassportCell, PassportLeaf, PassportQuery } from './passport-types.ts';

export type { Passport, PassportQuery } from './passport-types.ts';

/** An exact value as text: a whole number or a fraction. */
export const exactText = (outcome: Outcome): string | null =>
	isMissing(outcome) ? null : outcome.d === 1n ? String(outcome.n) : `${outcome.n}/${outcome.d}`;

/** The cells an aggregate was added up from; none where it was read from the rows. */
function cellsOf(
	ledger: Ledger,
	leaf: Leaf,
	period: string,
	overall: boolean,
	question: Question
): PassportCell[] {
	if (question.asOf !== undefined) return [];
	const { cube: id, leaf: kept } = held(leaf);
	const cube = cubes().get(id);
	const place = cube?.places.get(leafKey(kept));
	const where = new Map(overall ? [] : question.where);
	if (question.only !== null) where.set('institution', [question.only]);
	if (place === undefined || where.size > 2 || [...where.values()].some((keys) => keys.length !== 1))
		return [];
	const months =
		id === leaf.source.id ? monthsFor(leaf, period, () => lastMonth(period)) : [lastMonth(period)];
	const fixed = new Map([...where].map(([dimension, keys]) => [dimension, keys[0]!] as const));
	const table = readCells(ledger, id, months, [], fixed);
	return months.flatMap((month): PassportCell[] => {
		const packed = table.at.get(month)?.get('');
		const value = packed === undefined ? null : unpack(packed, place);
		if (value === null) return [];
		const dims = [...fixed.keys()].sort();
		return [
			{
				cube: id,
				dims: dims.join(','),
				keys: dims.map((one) => fixed.get(one)!),
				month,
				value: exactText(value)!
			}
		];
	});
}

/**
 * Where a number comes from: definition, formula, the aggregates it is made of, the files in force behind them and,
 * page by page, the very rows, each number with its place in the filer's own file.
 */
export function passport(ledger: Ledger, asker: Asker, query: PassportQuery): Passport {
	const indicator = indicatorOf(query.indicator);
	const { leaf: asked = 0, offset = 0, limit = 50, ...observed } = query;
	const { period: at } = query;
	if (at === undefined) throw new RangeError('missing period');
	const [observation] = observe(ledger, asker, { ...observed, by: [] });
	if (!observation) throw new RangeError(`no value: ${indicator.id}`);
	const question = questionOf(indicator, { ...observed, by: [] }, asker);
	const formula = inScope(indicator.formula, question.scope);
	const values = new Values(ledger, question);
	values.expect(indicator.formula, [at]);
	const read = readings(formula, at);
	const leaves = read.map(({ leaf, period, overall }): PassportLeaf => {
		const outcome = values.value(overall ? { is: 'overall', of: leaf } : leaf, period, []);
		return {
			words: leafInWords(leaf),
			source: leaf.source.label,
			period,
			value: exactText(outcome),
			...(isMissing(outcome) && { reason: reasonLabels[outcome.missing] }),
			overall,
			cells:
				isMissing(outcome) && (outcome.missing === 'being-rebuilt' || outcome.missing === 'suppressed')
					? []
					: cellsOf(ledger, leaf, period, overall, question)
		};
	});
	const chosen = read[asked] ?? read[0]!;
	const narrowed = chosen.overall ? { ...question, where: new Map() } : question;
	const isWithheld = observation.reason === 'suppressed';
	return {
		indicator: {
			id: indicator.id,
			code: indicator.code,
			label: indicator.label,
			definition: indicator.definition,
			basis: indicator.basis,
			unit: unitOf(indicator.unit).label,
			filedBy: indicator.filedBy
		},
		formula: inWords(formula),
		observation,
		withheld: isWithheld
			? values.why(indicator.formula, at, []).map((why) => withheldLabel(ledger, why))
			: [],
		leaves,
		submissions: isWithheld
			? []
			: submissionsBehind(ledger, asker, chosen, narrowed, [
					...new Set(read.flatMap(({ leaf }) => datasetsOf(leaf.source)))
				]),
		facts: {
			leaf: read[asked] ? asked : 0,
			...(isWithheld
				? { total: 0, offset: 0, rows: [], withheld: true }
				: factsBehind(ledger, asker, chosen, narrowed, offset, Math.min(limit, 500)))
		}
	};
}
