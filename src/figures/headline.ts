import { isMonth } from '#core/period.ts';
import type { FigureData, FigureSeries } from './data.ts';

/** What a headline is made from: the figure without it. */
export type Headlined = Omit<FigureData, 'headline'>;
/** Finds the sentence over a figure from its values; `null` if they do not carry one. */
export type Headline = (figure: Headlined) => string | null;

const numerals = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];
const seriesOf = (figure: Headlined, id: string): FigureSeries | undefined =>
	figure.series.find((series) => series.id === id);

/** The series' known values with their places, oldest first; a month not fully reported does not count. */
function known(figure: Headlined, id: string): { value: number; text: string; at: number }[] {
	const series = seriesOf(figure, id);
	return (series?.values ?? []).flatMap((value, at) =>
		value === null || figure.categories[at]?.partial
			? []
			: [{ value, text: `${series?.displays[at] ?? ''}${series?.unit ?? ''}`, at }]
	);
}

/** The month a headline speaks of, if it is not the figure's own. */
function of(figure: Headlined, at: number): string {
	const key = figure.categories[at]?.key ?? '';
	return isMonth(key) && key !== figure.period ? `${Number(key.slice(5))}月` : '';
}

/** How many steps in a row it has moved the same way at the end, and which way; steps that print alike stand still. */
export function run(
	values: readonly number[],
	decimals: number
): { direction: 1 | -1 | 0; length: number; before: 1 | -1 | 0 } {
	const scale = 10 ** decimals;
	const steps = values
		.slice(1)
		.map((value, i) => Math.sign(Math.round(value * scale) - Math.round((values[i] ?? 0) * scale)));
	const direction = (steps.at(-1) ?? 0) as 1 | -1 | 0;
	let length = 0;
	while (length < steps.length && steps[steps.length - 1 - length] === direction) length += 1;
	return { direction, length, before: (steps[steps.length - 1 - length] ?? 0) as 1 | -1 | 0 };
}

/** 增速连续三月回升, or where it stands now: for a rate of growth over months. */
export const growth =
	(id: string, name: string): Headline =>
	(figure) => {
		const list = known(figure, id);
		const last = list.at(-1);
		if (!last) return null;
		const when = of(figure, last.at);
		const { direction, length, before } = run(
			list.map((one) => one.value),
			seriesOf(figure, id)?.decimals ?? 1
		);
		if (direction !== 0 && length >= 3) {
			const word = direction > 0 ? (before < 0 ? '回升' : '加快') : before > 0 ? '回落' : '放缓';
			return `${when}${name}增速连续${numerals[length] ?? length}月${word}`;
		}
		if (last.value < 0) return `${when}${name}同比下降${last.text.replace('-', '')}`;
		return `${when}${name}同比增长${last.text}`;
	};

/** 升至, 降至 or 持平: for a share or rate over months. */
export const level =
	(id: string, name: string): Headline =>
	(figure) => {
		const list = known(figure, id);
		const last = list.at(-1);
		if (!last) return null;
		const { direction, length } = run(
			list.map((one) => one.value),
			seriesOf(figure, id)?.decimals ?? 1
		);
		const when = of(figure, last.at);
		if (direction === 0 || list.length < 2) return `${when}${name}为${last.text}`;
		const again = length >= 3 ? `连续${numerals[length] ?? length}月` : '';
		return `${when}${name}${again}${direction > 0 ? '升' : '降'}至${last.text}`;
	};

/** More or less than the month before: for what happens in a month. */
export const moved =
	(id: string, name: string): Headline =>
	(figure) => {
		const [before, last] = known(figure, id).slice(-2);
		const series = seriesOf(figure, id);
		if (!before || !last || !series) return null;
		const gap = last.value - before.value;
		const text = Math.abs(gap).toFixed(gap === 0 ? 0 : series.decimals ? 1 : 0);
		if (!/[1-9]/.test(text)) return `${name}与上月持平`;
		return `${name}环比${gap > 0 ? '增加' : '减少'}${text}${series.unit}`;
	};

/** One line against another: which is higher and by how many points. */
export const against =
	(id: string, other: string, name: string, otherName: string): Headline =>
	(figure) => {
		const [a, b] = [known(figure, id).at(-1), known(figure, other).at(-1)];
		if (!a || !b || a.at !== b.at) return null;
		const gap = Math.abs(a.value - b.value).toFixed(seriesOf(figure, id)?.decimals ?? 1);
		const when = of(figure, a.at);
		if (!/[1-9]/.test(gap)) return `${when}${name}与${otherName}持平`;
		return `${when}${name}比${otherName}${a.value > b.value ? '快' : '慢'}${gap}个百分点`;
	};

/** Reached or not, and where the year leads: for a share with a target. */
export const target =
	(id: string, name: string): Headline =>
	(figure) => {
		const last = known(figure, id).at(-1);
		const line = figure.target?.value;
		if (!last || line === undefined) return null;
		const end = figure.series.find((series) => series.role === 'projection')?.values.at(-1);
		const now = `${name}${last.text}`;
		if (last.value >= line) return end != null && end < line ? `${now}，年末恐难达标` : `${now}，高于目标`;
		return end != null && end >= line ? `${now}，年末有望达标` : `${now}，低于目标`;
	};

/** Who is first, with how much of what: for bars. */
export const first =
	(id: string, name: string): Headline =>
	(figure) => {
		const series = seriesOf(figure, id);
		if (!series) return null;
		const ranked = series.values
			.map((value, at) => ({ value, at }))
			.filter((one): one is { value: number; at: number } => one.value !== null)
			.sort((a, b) => b.value - a.value);
		const top = ranked[0];
		if (!top || (ranked[1] && ranked[1].value === top.value)) return null;
		const who = figure.categories[top.at]?.label ?? '';
		const text = `${who}${name}居首，${series.displays[top.at]}${series.unit}`;
		return [...text].length <= 24 ? text : `${who}${name}居首`;
	};

/** What there is most of, among some categories if they are named, which the words must then say: 发行前对接阶段企业最多，43户. */
export const most =
	(id: string, says: (who: string) => string, among?: readonly string[]): Headline =>
	(figure) =>
		extreme(figure, id, says, 1, among);

/** What there is least of: 反馈评价渠道公示最少，61.2%. */
export const last =
	(id: string, says: string): Headline =>
	(figure) =>
		extreme(figure, id, (who) => `${who}${says}`, -1);

function extreme(
	figure: Headlined,
	id: string,
	says: (who: string) => string,
	way: 1 | -1,
	among?: readonly string[]
): string | null {
	const series = seriesOf(figure, id);
	const ranked = (series?.values ?? [])
		.map((value, at) => ({ value, at }))
		.filter((one): one is { value: number; at: number } => one.value !== null)
		.filter((one) => !among || among.includes(figure.categories[one.at]?.key ?? ''))
		.sort((a, b) => way * (b.value - a.value));
	const top = ranked[0];
	if (!series || !top || (ranked[1] && ranked[1].value === top.value)) return null;
	return `${says(figure.categories[top.at]?.label ?? '')}，${series.displays[top.at]}${series.unit}`;
}

/** How many bars stand above their reference. */
export const above =
	(id: string, reference: string, of: string, says: string): Headline =>
	(figure) => {
		const [series, line] = [seriesOf(figure, id), seriesOf(figure, reference)];
		const pairs = (series?.values ?? []).flatMap((value, i) => {
			const other = line?.values[i];
			return value != null && other != null ? [value > other] : [];
		});
		const count = pairs.filter(Boolean).length;
		return count ? `${count}${of}${says}` : null;
	};

/** What came in against what went out in the last period: 推荐名单净增3户. */
export const balance =
	(entered: string, left: string, name: string): Headline =>
	(figure) => {
		const [a, b] = [known(figure, entered).at(-1), known(figure, left).at(-1)];
		const unit = seriesOf(figure, entered)?.unit ?? '';
		if (!a && !b) return null;
		const net = (a?.value ?? 0) - (b?.at === a?.at ? (b?.value ?? 0) : 0);
		const month = Number((figure.categories[(a ?? b)?.at ?? 0]?.key ?? '').slice(5));
		if (net === 0) return `${month}月${name}调入调出相当`;
		return `${month}月${name}净${net > 0 ? '增' : '减'}${Math.abs(net)}${unit}`;
	};

/** How much of the total the first few hold: for bars that add up. */
export const concentration =
	(id: string, count: number, of: string, name: string): Headline =>
	(figure) => {
		const values = (seriesOf(figure, id)?.values ?? []).filter((value): value is number => value !== null);
		const total = values.reduce((sum, value) => sum + value, 0);
		if (values.length <= count || total <= 0) return null;
		const top = values
			.toSorted((a, b) => b - a)
			.slice(0, count)
			.reduce((sum, value) => sum + value, 0);
		return `前${numerals[count] ?? count}${of}占${name}的${((top / total) * 100).toFixed(0)}%`;
	};

/** How many of the bars miss what they are measured by. */
export const short =
	(id: string, line: number, of: string, says: string): Headline =>
	(figure) => {
		const values = (seriesOf(figure, id)?.values ?? []).filter((value): value is number => value !== null);
		if (!values.length) return null;
		const count = values.filter((value) => value < line).length;
		return count ? `${count}${of}${says}` : null;
	};

/** The first of several rules that has something to say. */
export const either =
	(...rules: readonly Headline[]): Headline =>
	(figure) => {
		for (const rule of rules) {
			const said = rule(figure);
			if (said && [...said].length <= 24) return said;
		}
		return null;
	};
