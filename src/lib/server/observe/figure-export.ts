import ExcelJS from 'exceljs';
import { notPublished } from '#core/number.ts';
import { describe as spoken, sourceLine } from '#lib/charts/describe.ts';
import type { FigureData, FigureSeries } from '#figures/data.ts';
import { csvText } from '#lib/server/publish/csv-text.ts';
import { injectCharts } from '#lib/server/publish/inject-charts.ts';
import { rangeRef, type ChartSeries, type NativeChart } from '#lib/server/publish/native-chart.ts';
import { safeCell, safeText } from '#lib/server/publish/safe-cell.ts';
import { printable } from '#lib/server/publish/xml-text.ts';

const headOf = (series: FigureSeries): string =>
	`${series.label}${series.published ? '（公布）' : series.role === 'projection' ? '（推算）' : ''}（${series.unit}）`;

/** What is to be said of a line: returns are missing, or a value is not published. */
function remarkOf(data: FigureData, at: number): string {
	const hidden = data.series.filter(({ displays }) => displays[at] === notPublished);
	return [
		...(data.categories[at]?.partial ? ['未报齐'] : []),
		...(hidden.length ? [`${notPublished} ${hidden.map(({ label }) => label).join('、')}不予公布`] : [])
	].join('；');
}

/** The figure's table as `.csv` that Excel opens with Chinese characters intact. */
export function figureCsv(data: FigureData): string {
	const rows = data.categories.map((category, i) => [
		category.label,
		...data.series.map((series) => {
			const value = series.values[i];
			if (value == null) return series.displays[i] === notPublished ? notPublished : '';
			// The screen rounds the exact value; rounded again from the number drawn it may come out otherwise.
			const shown = series.displays[i]?.replaceAll(',', '') ?? '';
			return series.decimals >= 2 && /^-?[\d.]+$/.test(shown)
				? shown
				: value.toFixed(Math.max(series.decimals, 2));
		}),
		remarkOf(data, i)
	]);
	const foot = [data.headline, data.subtitle, sourceLine(data), ...data.notes].map((text) => [text]);
	return csvText([['', ...data.series.map(headOf), '备注'], ...rows, [], ...foot]);
}

const formatOf = (series: FigureSeries): string =>
	series.decimals ? `#,##0.${'0'.repeat(series.decimals)}` : '#,##0';

/** The figure as a workbook: its numbers as numbers, its source, and the chart itself bound to the cells. */
export async function figureWorkbook(data: FigureData): Promise<Uint8Array> {
	const book = new ExcelJS.Workbook();
	book.title = printable(data.headline);
	book.subject = printable(data.subtitle);
	const sheet = book.addWorksheet('数据', { views: [{ state: 'frozen', ySplit: 1, xSplit: 1 }] });
	sheet.addRow(['', ...data.series.map(headOf), '备注'].map(safeText));
	data.categories.forEach((category, i) =>
		sheet.addRow([
			safeText(category.label),
			// Text would be drawn as zero: what is not published stays empty, and the remark says so.
			...data.series.map((series) => safeCell(series.values[i] ?? null)),
			remarkOf(data, i) || null
		])
	);
	const font = { name: '微软雅黑', size: 10 };
	sheet.eachRow((row, n) => {
		row.font = n === 1 ? { ...font, bold: true } : font;
		if (n === 1) row.alignment = { wrapText: true, vertical: 'middle' };
	});
	sheet.getColumn(1).width = Math.min(
		40,
		Math.max(12, ...data.categories.map((one) => one.label.length * 2 + 2))
	);
	data.series.forEach((series, i) => {
		const column = sheet.getColumn(i + 2);
		column.width = 18;
		column.numFmt = formatOf(series);
	});
	const about = book.addWorksheet('说明');
	about.getColumn(1).width = 16;
	about.getColumn(2).width = 90;
	const lines: [string, string][] = [
		['标题', data.headline],
		['副题', data.subtitle],
		['来源', sourceLine(data)],
		...data.notes.map((note, i): [string, string] => [`注${i + 1}`, note]),
		['数字', spoken(data)]
	];
	for (const [name, text] of lines) {
		const row = about.addRow([name, safeText(text)]);
		row.font = font;
		row.alignment = { wrapText: true, vertical: 'top' };
	}
	const bytes = new Uint8Array(await book.xlsx.writeBuffer());
	return data.form === 'table' ? bytes : injectCharts(bytes, [nativeChart(data)]);
}

const roleOf = (series: FigureSeries): ChartSeries['role'] =>
	series.role === 'projection'
		? 'projection'
		: series.published || series.role === 'reference'
			? 'reference'
			: undefined;

function nativeChart(data: FigureData): NativeChart {
	const rows = data.categories.length;
	const units = [...new Set(data.series.map((series) => series.unit))];
	const first = data.series.find((series) => series.kind !== 'line')?.unit ?? units[0] ?? '';
	const second = units.find((unit) => unit !== first);
	const across = (column: number) => rangeRef('数据', { column, row: 1 }, { column, row: rows });
	const formatIn = (unit: string) =>
		formatOf(data.series.find((series) => series.unit === unit) ?? (data.series[0] as FigureSeries));
	return {
		sheet: '数据',
		anchor: {
			from: { column: data.series.length + 3, row: 1 },
			to: { column: data.series.length + 13, row: 24 }
		},
		title: data.headline,
		subtitle: data.subtitle,
		note: sourceLine(data),
		description: spoken(data),
		categories: { ref: across(0), values: data.categories.map((category) => category.label) },
		stacked: data.form === 'stacked-bars',
		axis: { title: first, format: formatIn(first) },
		...(second ? { secondAxis: { title: second, format: formatIn(second) } } : {}),
		labelEvery: data.form === 'bars' || data.form === 'stacked-bars' ? 1 : Math.ceil(rows / 7),
		series: data.series.map((series, i) => ({
			label: headOf(series),
			labelRef: rangeRef('数据', { column: i + 1, row: 0 }),
			values: { ref: across(i + 1), values: series.values, format: formatOf(series) },
			kind: series.kind,
			role: roleOf(series),
			secondary: Boolean(second) && series.unit === second,
			labels: data.form === 'bars' ? 'all' : 'last'
		}))
	};
}
