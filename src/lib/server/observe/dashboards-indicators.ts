import { endOf, periodLabel } from '#core/period.ts';
import { format } from '#core/number.ts';
import { fromDecimal, isZero, rational } from '#core/rational.ts';
import { unitOf } from '#core/unit.ts';
import { dimensionOf, isDimension } from '#formula/dimensions.ts';
import { reasonLabels } from '#formula/reason.ts';
import type { Option, TableRow } from '#figures/show.ts';
import {
	comparisonLabels,
	natureLabels,
	targetText,
	type Example,
	type Indicator
} from '#indicators/define.ts';
import { indicators } from '#indicators/index.ts';
import { clauses } from '#policy/clauses.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { seesIndicator } from '#lib/server/access/rights.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import { breaksOf } from './breaks.ts';
import type { Asked } from './dashboards.ts';
import { lit, toneOf } from './dashboards-lights.ts';
import { becauseOf, cellOf, changeCell, changeIn, changeOf, passportOf, said } from './dashboards-words.ts';
import { figureData, shownFigure } from './figure.ts';
import { passportAddress } from './figure-series.ts';
import { inWords } from '#formula/words.ts';
import { observe } from './observe.ts';
import { seenBy } from './sight.ts';

const better = { higher: '越高越好', lower: '越低越好', neither: '不分好坏' } as const;

/** Every indicator the asker sees with its value in the month, grouped by clause; `words` narrows by code, name or definition. */
export function indicatorList(ledger: Ledger, asker: Asker, asked: Asked, words: string) {
	const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
	const mine = [...indicators.values()].filter((one) => seesIndicator(asker, one));
	const found = mine.filter((one) => {
		const text = `${one.code} ${one.id} ${one.label} ${one.english} ${one.definition}`.toLowerCase();
		return wanted.every((word) => text.includes(word));
	});
	const groups = clauses
		.map((clause) => ({
			number: clause.number,
			title: clause.title,
			rows: found.filter((one) => one.clause === clause.number).map((one) => row(ledger, asker, one, asked))
		}))
		.filter((group) => group.rows.length);
	return { words, groups, count: found.length, total: mine.length };
}

function row(ledger: Ledger, asker: Asker, indicator: Indicator, asked: Asked): TableRow {
	const one = lit(ledger, asker, indicator, asked);
	return {
		key: indicator.id,
		cells: {
			code: indicator.code,
			label: { text: indicator.label, href: `/indicators/${indicator.id}` },
			value: cellOf(one.now, passportOf(one.now, asked)),
			unit: unitOf(indicator.unit).label,
			change: changeCell(changeIn(one.now)),
			nature: natureLabels[indicator.nature],
			filedBy: indicator.filedBy,
			light: one.judgement
				? {
						text: { green: '正常', amber: '关注', red: '预警' }[one.judgement.light],
						tone: toneOf[one.judgement.light]
					}
				: ''
		}
	};
}

/** One indicator: what it says now, its course, its breakdown, and everything one must know about it; `null` if there is none the asker sees. */
export function indicatorPage(ledger: Ledger, asker: Asker, id: string, asked: Asked, by: string | null) {
	const indicator = indicators.get(id);
	if (!indicator || !seesIndicator(asker, indicator)) return null;
	const one = lit(ledger, asker, indicator, asked, { comparable: true });
	const seen = seenBy(ledger, asker, indicator.by);
	const dimensions: Option[] = seen.map((dimension) => ({
		value: dimension,
		label: dimensionOf(dimension).label
	}));
	const dimension = by && isDimension(by) && seen.includes(by) ? by : seen[0];
	const params = { period: asked.period, scope: asked.scope };
	const clause = clauses.find((each) => each.number === indicator.clause);
	return {
		indicator: {
			id,
			code: indicator.code,
			label: indicator.label,
			english: indicator.english,
			clause: { number: indicator.clause, title: clause?.title ?? '' }
		},
		sentence: [
			`${periodLabel(asked.period)}${indicator.label}`,
			said(one.now, asked, one.judgement ? toneOf[one.judgement.light] : undefined),
			one.judgement ? `，${becauseOf(one)}。` : '。'
		],
		light: one.judgement
			? {
					tone: toneOf[one.judgement.light],
					word: { green: '正常', amber: '关注', red: '预警' }[one.judgement.light]
				}
			: null,
		comparisons: comparisonRows(ledger, asker, indicator, asked),
		trend: shownFigure(ledger, asker, `indicator-${id}`, params, 860),
		dimensions,
		by: dimension ?? null,
		breakdown: dimension ? figureOrNull(ledger, asker, `indicator-${id}--${dimension}`, params) : null,
		facts: factsOf(indicator, targetText(indicator, parametersOf(ledger), endOf(asked.period))),
		definition: indicator.definition,
		formula: inWords(indicator.formula),
		breaks: breaksOf(ledger, indicator).map((mark) => ({ from: periodLabel(mark.from), note: mark.note })),
		examples: indicator.examples.map((example) => ({
			says: example.says,
			value: exampleValue(example, indicator)
		})),
		passport: passportAddress({ indicator: id, period: asked.period, scope: asked.scope }),
		datasets: indicator.datasets.map((dataset) => ({ id: dataset.id, label: dataset.label }))
	};
}

function figureOrNull(
	ledger: Ledger,
	asker: Asker,
	id: string,
	params: { period: string; scope: Asked['scope'] }
) {
	const data = figureData(ledger, asker, id, params);
	return data.categories.length ? shownFigure(ledger, asker, id, params, 620) : null;
}

function comparisonRows(ledger: Ledger, asker: Asker, indicator: Indicator, asked: Asked): TableRow[] {
	return indicator.comparisons.map((kind) => {
		const compared = observe(ledger, asker, {
			indicator: indicator.id,
			period: asked.period,
			scope: asked.scope,
			compare: kind,
			likeForLike: true
		})[0]?.compare;
		const change = changeOf(compared);
		return {
			key: kind,
			cells: {
				kind: comparisonLabels[kind],
				base: compared ? periodLabel(compared.basePeriod) : '',
				before: cellOf(compared?.base),
				change: changeCell(change),
				difference: compared ? { ...cellOf(compared.difference), text: withSign(compared.difference) } : '—',
				like: compared?.likeForLike
					? {
							...cellOf(compared.likeForLike),
							text:
								compared.likeForLike.plot === null
									? compared.likeForLike.display
									: isNothing(compared.likeForLike)
										? '持平'
										: `${compared.likeForLike.display}${compared.likeForLike.unit}`
						}
					: '—'
			}
		};
	});
}

/** Whether a change prints as zero. */
const isNothing = ({ display }: { display: string }): boolean => !/[1-9]/.test(display);

const withSign = (one: { display: string; unit: string; plot: number | null }): string =>
	one.plot === null
		? one.display
		: `${one.plot > 0 && !isNothing(one) ? '+' : ''}${isNothing(one) ? one.display.replace('-', '') : one.display}${one.unit}`;

const factsOf = (indicator: Indicator, target: string | null): { name: string; text: string }[] => [
	{ name: '代码', text: indicator.code },
	{ name: '英文名', text: indicator.english },
	{ name: '单位', text: unitOf(indicator.unit).label },
	{ name: '性质', text: natureLabels[indicator.nature] },
	{ name: '方向', text: better[indicator.better] },
	{
		name: '目标',
		text: target ? `${indicator.target?.star ? '★ ' : '☆ '}${target}` : '通知未设目标'
	},
	{ name: '考核频度', text: indicator.every === 'month' ? '月' : '季' },
	{ name: '报送', text: indicator.filedBy },
	{ name: '依据', text: indicator.basis },
	{
		name: '适用期间',
		text: `${periodLabel(indicator.from)}起${indicator.until ? `，至${periodLabel(indicator.until)}` : ''}`
	},
	{
		name: '可比较',
		text: indicator.comparisons.map((kind) => comparisonLabels[kind]).join('、') || '不作比较'
	},
	{
		name: '可细分',
		text: indicator.by.map((dimension) => dimensionOf(dimension).label).join('、') || '不细分'
	}
];

/** The result of an example as it prints; none where its words give it already, or where it is too small to print. */
function exampleValue(example: Example, indicator: Indicator): string | null {
	if (/[=＝]/.test(example.says)) return null;
	if (typeof example.value === 'object') return `—（${reasonLabels[example.value.missing]}）`;
	const [top = '0', bottom] = String(example.value).split('/');
	const exact = bottom ? rational(BigInt(top), BigInt(bottom)) : fromDecimal(top);
	const text = format(exact, indicator.unit);
	return isZero(exact) || /[1-9]/.test(text) ? `${text}${unitOf(indicator.unit).label}` : null;
}
