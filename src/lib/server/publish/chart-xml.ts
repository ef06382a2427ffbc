import {
	inkColours,
	strokeOf,
	type ChartSeries,
	type ChartValues,
	type NativeChart,
	type ValueAxis
} from './native-chart.ts';
import { escaped } from './xml-text.ts';

const font = '微软雅黑';
const fill = (colour: string) => `<a:solidFill><a:srgbClr val="${colour}"/></a:solidFill>`;
const hatch = (colour: string) =>
	`<a:pattFill prst="ltUpDiag"><a:fgClr><a:srgbClr val="${colour}"/></a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>`;
const noFill = '<a:noFill/>';
const line = (colour: string, width: number, dash: string | null = null) =>
	`<a:ln w="${width}" cap="rnd">${fill(colour)}${dash ? `<a:prstDash val="${dash}"/>` : ''}<a:round/></a:ln>`;
const noLine = '<a:ln><a:noFill/></a:ln>';

const properties = (size: number, colour: string, bold: boolean) =>
	`sz="${size}" b="${bold ? 1 : 0}">${fill(colour)}<a:latin typeface="${font}"/><a:ea typeface="${font}"/><a:cs typeface="${font}"/>`;
const textProperties = (size: number, colour: string = inkColours.text, level = false) =>
	`<c:txPr><a:bodyPr${level ? ' rot="0" vert="horz"' : ''}/><a:lstStyle/><a:p><a:pPr><a:defRPr ${properties(size, colour, false)}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>`;
const run = (text: string, size: number, colour: string, bold = false) =>
	`<a:r><a:rPr lang="zh-CN" ${properties(size, colour, bold)}</a:rPr><a:t>${escaped(text)}</a:t></a:r>`;
const paragraph = (content: string, align: 'l' | 'ctr' | 'r' = 'l') =>
	`<a:p><a:pPr algn="${align}"><a:defRPr/></a:pPr>${content}</a:p>`;

const position = (x: number, y: number) => `<c:x val="${x}"/><c:y val="${y}"/>`;
const at = (x: number, y: number) =>
	`<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/>${position(x, y)}</c:manualLayout></c:layout>`;

/** Where the plot lies within the chart: room above for titles and legend, below for the note. */
function plotLayout(chart: NativeChart, bars: boolean, second: boolean): string {
	const legend = chart.series.length > 1;
	const longest = Math.max(...chart.categories.values.map((text) => text.length));
	const room = Math.min(0.34, 0.04 + longest * 0.0215);
	const [left, top] = [bars ? room : 0.09, bars ? (legend ? 0.2 : 0.13) : 0.21];
	const width = (second || bars ? 0.91 : 0.96) - left;
	return `<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>${position(left, top)}<c:w val="${width.toFixed(3)}"/><c:h val="${(0.8 - top).toFixed(3)}"/></c:manualLayout></c:layout>`;
}

const titleXml = (text: string, size: number, colour: string, bold: boolean, place: string) =>
	`<c:title><c:tx><c:rich><a:bodyPr rot="0" vert="horz"/><a:lstStyle/>${paragraph(run(text, size, colour, bold))}</c:rich></c:tx>${place}<c:overlay val="0"/></c:title>`;
const headline = (text: string) => titleXml(text, 1200, inkColours.title, true, at(0.015, 0.02));

/** What is measured, where, when, then source and as-of: one line under the plot, since some viewers format a title as a whole. */
const foot = (chart: NativeChart): string => {
	const text = [chart.subtitle, chart.note].filter((part) => part !== undefined).join('　');
	return text ? titleXml(text, 800, inkColours.quiet, false, at(0.015, 0.92)) : '';
};

const points = (texts: readonly (string | null)[]) =>
	`<c:ptCount val="${texts.length}"/>${texts.map((text, i) => (text === null ? '' : `<c:pt idx="${i}"><c:v>${escaped(text)}</c:v></c:pt>`)).join('')}`;
const texts = (ref: string, values: readonly string[]) =>
	`<c:strRef><c:f>${escaped(ref)}</c:f><c:strCache>${points(values)}</c:strCache></c:strRef>`;
const numbers = ({ ref, format, values }: ChartValues) =>
	`<c:numRef><c:f>${escaped(ref)}</c:f><c:numCache><c:formatCode>${escaped(format)}</c:formatCode>${points(values.map((value) => (value === null || !Number.isFinite(value) ? null : String(value))))}</c:numCache></c:numRef>`;

const shown = (value: 0 | 1) =>
	`<c:showLegendKey val="0"/><c:showVal val="${value}"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>`;

/** Value labels on the points asked for. */
function labels(series: ChartSeries, colour: string): string {
	if (!series.labels || series.labels === 'none') return '';
	const place = series.kind === 'line' ? 't' : 'outEnd';
	const ink = colour === 'C9D8E8' ? inkColours.text : colour;
	const style = `<c:numFmt formatCode="${escaped(series.values.format)}" sourceLinked="0"/><c:spPr>${noFill}${noLine}</c:spPr>${textProperties(900, ink)}<c:dLblPos val="${place}"/>`;
	if (series.labels === 'all') return `<c:dLbls>${style}${shown(1)}</c:dLbls>`;
	const last = series.values.values.findLastIndex((value) => value !== null);
	if (last < 0) return '';
	return `<c:dLbls><c:dLbl><c:idx val="${last}"/>${style}${shown(1)}</c:dLbl>${shown(0)}</c:dLbls>`;
}

function name(series: ChartSeries): string {
	return `<c:tx>${series.labelRef ? texts(series.labelRef, [series.label]) : `<c:v>${escaped(series.label)}</c:v>`}</c:tx>`;
}

function barSeries(chart: NativeChart, series: ChartSeries, index: number): string {
	const { colour } = strokeOf(series, index);
	const last = series.values.values.findLastIndex((value) => value !== null);
	const emphasis = series.emphasis === 'last' && last >= 0;
	const own = emphasis ? 'C9D8E8' : colour;
	const partial = chart.categories.partial ?? [];
	const points = series.values.values.map((_, i) => {
		const full = emphasis && i === last ? colour : own;
		if (full === own && !partial.includes(i)) return '';
		const look = partial.includes(i) ? `${hatch(full)}${line(full, 9525)}` : fill(full);
		return `<c:dPt><c:idx val="${i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/><c:spPr>${look}</c:spPr></c:dPt>`;
	});
	return `<c:ser><c:idx val="${index}"/><c:order val="${index}"/>${name(series)}<c:spPr>${fill(own)}${noLine}</c:spPr><c:invertIfNegative val="0"/>${points.join('')}${labels(series, colour)}<c:cat>${texts(chart.categories.ref, chart.categories.values)}</c:cat><c:val>${numbers(series.values)}</c:val></c:ser>`;
}

function lineSeries(chart: NativeChart, series: ChartSeries, index: number): string {
	const { colour, dash } = strokeOf(series, index);
	const marker =
		dash || series.labels !== 'all'
			? '<c:marker><c:symbol val="none"/></c:marker>'
			: `<c:marker><c:symbol val="circle"/><c:size val="5"/><c:spPr>${fill(colour)}${noLine}</c:spPr></c:marker>`;
	const width = series.role === 'target' ? 15875 : 25400;
	const points = dash
		? ''
		: (chart.categories.partial ?? [])
				.map(
					(i) =>
						`<c:dPt><c:idx val="${i}"/><c:marker><c:symbol val="none"/></c:marker><c:bubble3D val="0"/><c:spPr>${line(colour, width, 'sysDot')}</c:spPr></c:dPt>`
				)
				.join('');
	return `<c:ser><c:idx val="${index}"/><c:order val="${index}"/>${name(series)}<c:spPr>${line(colour, width, dash)}</c:spPr>${marker}${points}${labels(series, colour)}<c:cat>${texts(chart.categories.ref, chart.categories.values)}</c:cat><c:val>${numbers(series.values)}</c:val><c:smooth val="0"/></c:ser>`;
}

interface Plot {
	readonly axes: readonly [number, number];
	readonly kind: ChartSeries['kind'];
	readonly secondary: boolean;
	readonly series: readonly { series: ChartSeries; index: number }[];
}

/** Series that share a kind and an axis are one plot. */
function plotsOf(chart: NativeChart, id: number): Plot[] {
	const kinds = [false, true].flatMap((secondary) =>
		(['column', 'bar', 'line'] as const).map((kind) => ({ secondary, kind }))
	);
	return kinds
		.map(({ secondary, kind }) => ({
			kind,
			secondary,
			axes: (secondary ? [id + 2, id + 3] : [id, id + 1]) as [number, number],
			series: chart.series
				.map((series, index) => ({ series, index }))
				.filter(({ series }) => series.kind === kind && Boolean(series.secondary) === secondary)
		}))
		.filter((plot) => plot.series.length > 0);
}

function plotXml(chart: NativeChart, plot: Plot): string {
	const ids = plot.axes.map((id) => `<c:axId val="${id}"/>`).join('');
	if (plot.kind === 'line')
		return `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${plot.series.map(({ series, index }) => lineSeries(chart, series, index)).join('')}<c:marker val="1"/>${ids}</c:lineChart>`;
	const direction = plot.kind === 'bar' ? 'bar' : 'col';
	const many = plot.series.length > 1;
	return `<c:barChart><c:barDir val="${direction}"/><c:grouping val="${chart.stacked ? 'stacked' : 'clustered'}"/><c:varyColors val="0"/>${plot.series.map(({ series, index }) => barSeries(chart, series, index)).join('')}<c:gapWidth val="${many && !chart.stacked ? 60 : 50}"/>${chart.stacked ? '<c:overlap val="100"/>' : ''}${ids}</c:barChart>`;
}

const scaling = (orientation: string, axis?: ValueAxis) =>
	`<c:scaling><c:orientation val="${orientation}"/>${axis?.maximum === undefined ? '' : `<c:max val="${axis.maximum}"/>`}${axis?.minimum === undefined ? '' : `<c:min val="${axis.minimum}"/>`}</c:scaling>`;

function categoryAxis(chart: NativeChart, id: number, cross: number, bars: boolean, hidden: boolean): string {
	const note = bars || hidden ? '' : foot(chart);
	return `<c:catAx><c:axId val="${id}"/>${scaling(bars ? 'maxMin' : 'minMax')}<c:delete val="${hidden ? 1 : 0}"/><c:axPos val="${bars ? 'l' : 'b'}"/>${note}<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>${line('8A96A3', 9525)}</c:spPr>${textProperties(900, inkColours.text, true)}<c:crossAx val="${cross}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>${chart.labelEvery ? `<c:tickLblSkip val="${chart.labelEvery}"/>` : ''}<c:noMultiLvlLbl val="1"/></c:catAx>`;
}

function valueAxis(
	chart: NativeChart,
	axis: ValueAxis,
	id: number,
	cross: number,
	bars: boolean,
	second: boolean
): string {
	const heading = bars
		? foot(chart)
		: titleXml(axis.title, 900, inkColours.quiet, false, at(second ? 0.86 : 0.015, 0.115));
	const grid = second ? '' : `<c:majorGridlines><c:spPr>${line('ECEFF3', 6350)}</c:spPr></c:majorGridlines>`;
	const place = bars ? (second ? 't' : 'b') : second ? 'r' : 'l';
	return `<c:valAx><c:axId val="${id}"/>${scaling('minMax', axis)}<c:delete val="0"/><c:axPos val="${place}"/>${grid}${heading}<c:numFmt formatCode="${escaped(axis.format)}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="${bars ? 'high' : 'nextTo'}"/><c:spPr>${noLine}</c:spPr>${textProperties(900)}<c:crossAx val="${cross}"/><c:crosses val="${second ? 'max' : 'autoZero'}"/><c:crossBetween val="between"/></c:valAx>`;
}

/** The chart part of a workbook, in the element order of the schema; `id` is the first of four axis ids of its own. */
export function chartXml(chart: NativeChart, id: number): string {
	const plots = plotsOf(chart, id);
	const bars = plots.some((plot) => plot.kind === 'bar');
	const second = plots.some((plot) => plot.secondary);
	const axes = [
		categoryAxis(chart, id, id + 1, bars, false),
		valueAxis(chart, chart.axis, id + 1, id, bars, false),
		second ? categoryAxis(chart, id + 2, id + 3, bars, true) : '',
		second ? valueAxis(chart, chart.secondAxis ?? chart.axis, id + 3, id + 2, bars, true) : ''
	].join('');
	const legend =
		chart.series.length > 1
			? `<c:legend><c:legendPos val="t"/>${at(0.1, 0.1)}<c:overlay val="0"/>${textProperties(900)}</c:legend>`
			: '';
	return (
		'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
		'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">' +
		'<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>' +
		`<c:chart>${headline(chart.title)}<c:autoTitleDeleted val="0"/><c:plotArea>${plotLayout(chart, bars, second)}${plots.map((plot) => plotXml(chart, plot)).join('')}${axes}<c:spPr>${noFill}${noLine}</c:spPr></c:plotArea>${legend}<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart>` +
		`<c:spPr>${fill('FFFFFF')}${line(inkColours.line, 9525)}</c:spPr>${textProperties(900)}` +
		'<c:printSettings><c:headerFooter/><c:pageMargins b="0.75" l="0.7" r="0.7" t="0.75" header="0.3" footer="0.3"/><c:pageSetup/></c:printSettings></c:chartSpace>'
	);
}
