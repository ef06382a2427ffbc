import { endOf, lastMonth, type Period } from '#core/period.ts';
import { labels as labelCodes } from '#codes/label.ts';
import type { Dataset, Values } from '#datasets/define.ts';
import rosterDataset from '#datasets/roster.ts';
import { fromDecimal } from '#core/rational.ts';
import { parameter, type ParameterId } from '#policy/parameters.ts';
import type { DimensionId } from './dimensions.ts';
import { evaluate } from './evaluate.ts';
import { inScope, type Formula } from './formula.ts';
import { bindingOf, keysIn } from './keys.ts';
import { factsIn, firstMonthOf, groupInMemory, monthsFor, storedForm } from './memory.ts';
import { missing, type Outcome } from './reason.ts';
import { historyUpTo, stateOn, versionsOf } from './register.ts';
import { enrol } from './roster.ts';
import type { Enrolled, Fact, Input, Scope } from './source.ts';

/** Rows of one dataset for one month (default: the example's own period). */
export interface Given {
	readonly dataset: Dataset;
	readonly month?: Period;
	readonly filer?: string;
	readonly acceptedOn?: string;
	readonly rows: readonly Values[];
}

/** A few rows standing for all that is filed. */
export interface Sample {
	readonly period: Period;
	readonly given: readonly Given[];
	/** Credit code → labels, held in every month; without it the roster is what its own rows say. */
	readonly roster?: Readonly<Record<string, readonly string[]>>;
	/** Institution → kind. */
	readonly kinds?: Readonly<Record<string, string>>;
	/** Parameters as they hold in it; of the others the product's own. */
	readonly parameters?: Readonly<Partial<Record<ParameterId, string>>>;
}

const order = new Map(labelCodes.codes.map(({ code }, at) => [code, at]));

/** A sample as what formulas read from. */
export function inputOf(sample: Sample): Input {
	const facts = sample.given.map(({ dataset, month, filer, acceptedOn, rows }) => ({
		dataset,
		month: lastMonth(month ?? sample.period),
		rows: rows.map((values, line): Fact => ({
			values,
			filer: filer ?? 'bank01',
			month: lastMonth(month ?? sample.period),
			submission: 1,
			line,
			...(acceptedOn !== undefined && { acceptedOn })
		}))
	}));
	const of = (dataset: Dataset) => facts.filter((one) => one.dataset.id === dataset.id);
	const versions = (dataset: Dataset) =>
		versionsOf(
			dataset,
			of(dataset).map(({ month, rows }) => ({
				institution: rows[0]?.filer ?? '',
				period: month,
				mode: 'additions' as const,
				rows
			}))
		);
	const enrolled = new Map(
		Object.entries(sample.roster ?? {}).map(([uscc, held]): [string, Enrolled] => [
			uscc,
			{
				uscc,
				labels: [...held].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
				district: '110108',
				industry: 'C39',
				size: 'CS03',
				ownership: null
			}
		])
	);
	const rows = (dataset: Dataset, month: Period): readonly Fact[] =>
		dataset.nature === 'register'
			? stateOn(dataset, versions(dataset), endOf(month)).map((fact) => ({ ...fact, month }))
			: of(dataset)
					.filter((one) => one.month === month)
					.flatMap((one) => one.rows);
	return {
		rows,
		history: (dataset, month) => historyUpTo(dataset, versions(dataset), endOf(month)),
		months: (dataset, upTo) =>
			[...new Set(of(dataset).map(({ month }) => month))].filter((at) => at <= upTo).sort(),
		roster: (month) => (sample.roster ? enrolled : enrol(rows(rosterDataset, month))),
		kindOf: (id) => sample.kinds?.[id] ?? null,
		parameter: (id, on, key) => {
			const own = key === undefined ? sample.parameters?.[id] : undefined;
			return own === undefined ? parameter(id, on, key) : fromDecimal(own);
		}
	};
}

/** What a formula comes to over a sample, for rows that stand under the given keys. */
export function evaluateSample(
	formula: Formula,
	sample: Sample,
	where: Readonly<Partial<Record<DimensionId, string>>> = {},
	scope: Scope = 'beijing'
): Outcome {
	const input = inputOf(sample);
	return evaluate(
		inScope(formula, scope),
		(leaf, period, overall) => {
			const months = monthsFor(leaf, period, () => firstMonthOf(input, leaf.source, lastMonth(period)));
			const all = months.flatMap((month) => factsIn(input, leaf.source, month));
			const filed =
				all.length > 0 || sample.given.some((one) => sharesDataset(leaf.source, one, period, sample.period));
			if (!filed) return missing('not-filed');
			const kept = overall
				? all
				: all.filter((fact) =>
						Object.entries(where).every(([dimension, key]) =>
							keysIn(bindingOf(leaf.source, dimension as DimensionId), {
								cell: (column) => storedForm(fact.values[column]),
								filer: fact.filer,
								enrolled: (uscc) => input.roster(fact.month).get(uscc),
								kindOf: (id) => input.kindOf(id)
							}).includes(key)
						)
					);
			return groupInMemory(leaf, kept, [], input).get('') ?? missing('no-rows');
		},
		sample.period,
		false,
		input.parameter
	);
}

function sharesDataset(
	source: Parameters<typeof factsIn>[1],
	given: Given,
	period: Period,
	own: Period
): boolean {
	const from = 'view' in source ? source.from : [source];
	const month = lastMonth(given.month ?? own);
	const reaches =
		'view' in source || source.nature === 'register'
			? month <= lastMonth(period)
			: month === lastMonth(period);
	return reaches && from.some(({ id }) => id === given.dataset.id);
}
