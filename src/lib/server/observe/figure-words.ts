import { periodLabel } from '#core/period.ts';
import type { FigureData, FigureSeries } from '#figures/data.ts';
import type { Figure } from '#figures/define.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import type { Place } from './figure-places.ts';
import { quantityOf, type FigureParams, type Reading } from './figure-reading.ts';
import type { Coverage } from './types.ts';

/** What published figures beside ours are, and are not. */
export const publishedNote = (list: readonly FigureSeries[]): string[] =>
	list.length ? ['公布数来自人民银行等公开发布，按原值引用；范围与本库不同，只作参照'] : [];

/** Says so where growth of an incomplete month is drawn on the comparable basis. */
export const comparableNote = (figure: Figure, categories: FigureData['categories']): string[] =>
	categories.some((category) => category.partial) &&
	figure.strokes.some((stroke) => stroke.take !== 'value' && stroke.take !== 'contribution')
		? ['未报齐的月份，同比按可比口径（两期都已报送的机构）']
		: [];

/** Who has not filed; an institution is not told of others. */
export function missingNote(ledger: Ledger, asker: Asker, coverage: Coverage): string[] {
	if (!coverage.missing.length || asker.role === 'institution') return [];
	const names = institutions(ledger)
		.filter((one) => coverage.missing.includes(one.id))
		.map((one) => one.shortName);
	if (!names.length) return [];
	return [`未报：${names.slice(0, 5).join('、')}${names.length > 5 ? `等${names.length}家` : ''}`];
}

/** Says so where months are just being summed up again, so that a gap is not taken for a missing return. */
export const rebuildingNote = (readings: readonly Reading[]): string[] =>
	readings.some((one) => [...one.at.keys()].some((key) => quantityOf(one, key)?.reason === 'being-rebuilt'))
		? ['部分数字正在重新汇总，完成后刷新页面即可看到']
		: [];

/** Whose numbers they are: the whole city's, or one institution's. */
export function whose(ledger: Ledger, asker: Asker, params: FigureParams): string {
	const id = asker.institution ?? params.where?.institution;
	return (id && institutions(ledger).find((one) => one.id === id)?.shortName) || '北京地区';
}

/** 范围、指标、单位、期间 in one line. */
export function subtitleOf(
	whose: string,
	figure: Figure,
	series: readonly FigureSeries[],
	places: readonly Place[],
	params: FigureParams
): string {
	const scoped = figure.strokes.some((stroke) => stroke.indicator.scoped);
	const place = scoped && params.scope === 'national' ? `${whose}（国家口径）` : whose;
	const units = [...new Set(series.map((one) => one.unit))];
	const what = units
		.map(
			(unit) =>
				`${series
					.filter((one) => one.unit === unit)
					.map((one) => one.label)
					.join('、')}（${unit}）`
		)
		.join('与');
	const [first, last] = [places[0], places.at(-1)];
	const when =
		figure.axis.kind === 'keys' || !first || !last || first.key === last.key
			? periodLabel(params.period)
			: `${periodLabel(first.key)}—${periodLabel(last.key)}`;
	return `${place}，${what}，${when}`;
}
