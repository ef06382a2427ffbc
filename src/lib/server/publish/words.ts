import { endOf } from '#core/period.ts';
import { none, prose } from '#core/number.ts';
import { unitOf } from '#core/unit.ts';
import { institutionKinds } from '#codes/institution-kind.ts';
import { indicators } from '#indicators/index.ts';
import allLoans from '#indicators/04-policy-funds/all-loan-balance.ts';
import excess from '#indicators/04-policy-funds/excess-growth.ts';
import balance from '#indicators/04-policy-funds/tech-loan-balance.ts';
import { subtract, type Rational } from '#core/rational.ts';
import { lightLabels, type Comparison, type Indicator, type Judgement } from '#indicators/define.ts';
import { clauseOf } from '#policy/clauses.ts';
import { unitName } from '#policy/units.ts';
import type { WordsColumn } from '#reports/define.ts';
import type { WordsCell } from './grid.ts';
import { isPartial, type Datum, type Observing, type Where } from './observing.ts';

/** What the words of a row are about. */
export interface RowSubject {
	readonly indicator: Indicator | null;
	readonly clause: number | null;
	/** Kind of the institution in the row. */
	readonly kind: string | null;
	readonly where: Where;
}

/** Growth on the year; while returns are missing, on the comparable basis, so that a late filer never looks like a fall. */
export function growthOf(
	observing: Observing,
	indicator: Indicator,
	comparison: Comparison = 'yearOnYear',
	where: Where = {}
): Datum {
	const { now, change } = observing.compared(indicator, observing.period, comparison, where);
	return isPartial(now) ? observing.comparable(indicator, observing.period, comparison, where) : change;
}

/** Growth of loans above all loans, both among the banks that have filed. */
function comparableExcess(observing: Observing): Rational | null {
	const [tech, all] = [balance, allLoans].map(
		(one) => observing.comparable(one, observing.period, 'yearOnYear').exact
	);
	return tech && all ? subtract(tech, all) : null;
}

/** How an indicator stands, by its own rule; `null` if it has none or cannot be judged. */
export function judged(observing: Observing, indicator: Indicator): Judgement | null {
	const { period, source } = observing;
	const value = observing.value(indicator, period).exact;
	if (!indicator.status || value === null) return null;
	return indicator.status({
		period,
		value,
		target: indicator.target?.star ? source.parameter(indicator.target.parameter, endOf(period)) : null,
		growth: () => growthOf(observing, indicator).exact,
		parameter: (id) => source.parameter(id, endOf(period)),
		other: (id) => {
			const other = indicators.get(id);
			if (!other) return null;
			return id === excess.id && isPartial(observing.value(indicator, period))
				? comparableExcess(observing)
				: observing.value(other, period).exact;
		}
	});
}

const words = (text: string): WordsCell => ({ is: 'words', text: text || '·' });

/** The target in the notice as the table prints it. */
function targetOf(observing: Observing, indicator: Indicator): string {
	const { target } = indicator;
	if (!target) return '';
	if (!target.star) return target.text;
	const value = observing.source.parameter(target.parameter, endOf(observing.period));
	return `${target.atLeast ? '≥' : '≤'}${value ? prose(value, indicator.unit) : none}${unitOf(indicator.unit).label}`;
}

/** A cell of words. */
export function wordsOf(observing: Observing, asked: WordsColumn['words'], subject: RowSubject): WordsCell {
	const { indicator, clause } = subject;
	switch (asked) {
		case 'kind':
			return words(institutionKinds.at.get(subject.kind ?? '')?.label ?? '');
		case 'clause':
			return words(clause ? `${clauseOf(clause).numeral}${clauseOf(clause).title}` : '');
		case 'units':
			return words(
				clause
					? clauseOf(clause)
							.units.map((unit) => unitName(unit, endOf(observing.period)).shortName)
							.join('、')
					: ''
			);
		case 'note':
			return words('');
	}
	if (!indicator) return words('');
	switch (asked) {
		case 'code':
			return words(indicator.code);
		case 'unit':
			return words(unitOf(indicator.unit).label);
		case 'target':
			return words(targetOf(observing, indicator));
		case 'gap':
			return words(judged(observing, indicator)?.because ?? '');
		case 'light': {
			const light = judged(observing, indicator)?.light;
			return light ? { is: 'words', text: lightLabels[light], light } : words('');
		}
		case 'coverage': {
			const { coverage, status } = observing.value(indicator, observing.period, subject.where).observation;
			return words(`${coverage.filed}/${coverage.expected} ${status === 'final' ? '终审' : '初步'}`);
		}
	}
}
