import { endOf } from '#core/period.ts';
import { format } from '#core/number.ts';
import { unitOf } from '#core/unit.ts';
import { institutionKinds } from '#codes/institution-kind.ts';
import { indicators } from '#indicators/index.ts';
import { lightLabels, type Indicator, type Judgement } from '#indicators/define.ts';
import { clauseOf } from '#policy/clauses.ts';
import { unitName } from '#policy/units.ts';
import type { WordsColumn } from '#reports/define.ts';
import type { WordsCell } from './grid.ts';
import type { Observing, Where } from './observing.ts';

/** What the words of a row are about. */
export interface RowSubject {
	readonly indicator: Indicator | null;
	readonly clause: number | null;
	/** Kind of the institution in the row. */
	readonly kind: string | null;
	readonly where: Where;
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
		growth: () => observing.compared(indicator, period, 'yearOnYear').change.exact,
		other: (id) => {
			const other = indicators.get(id);
			return other ? observing.value(other, period).exact : null;
		}
	});
}

const words = (text: string): WordsCell => ({ is: 'words', text: text || '·' });

/** The target in the notice as the table prints it. */
function targetOf(observing: Observing, indicator: Indicator): string {
	const { target } = indicator;
	if (!target) return '未设数量目标';
	if (!target.star) return target.text;
	const value = observing.source.parameter(target.parameter, endOf(observing.period));
	return `${target.atLeast ? '≥' : '≤'}${format(value, indicator.unit, { decimals: 0 })}${unitOf(indicator.unit).label}`;
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
