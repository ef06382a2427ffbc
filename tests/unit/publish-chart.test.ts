import ExcelJS from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { chartXml } from '#lib/server/publish/chart-xml.ts';
import { injectCharts } from '#lib/server/publish/inject-charts.ts';
import { cellName, rangeRef, type NativeChart } from '#lib/server/publish/native-chart.ts';

const months = ['2026-07', '2026-08', '2026-09'];
const range = (column: number) => rangeRef("月'度 走势", { column, row: 1 }, { column, row: 3 });
const values = (column: number, list: (number | null)[], format: string) => ({
	ref: range(column),
	values: list,
	format
});
const chart: NativeChart = {
	sheet: '图表',
	anchor: { from: { column: 0, row: 0 }, to: { column: 8, row: 18 } },
	title: '余额<稳步>增长 & "加快"',
	subtitle: '北京地区，亿元',
	note: '来源：各银行报送',
	categories: { ref: range(0), values: months },
	axis: { title: '亿元', format: '#,##0' },
	secondAxis: { title: '同比，%', format: '0.0%' },
	series: [
		{
			label: '余额',
			values: values(1, [1, 2, 3], '#,##0.00'),
			kind: 'column',
			emphasis: 'last',
			labels: 'last'
		},
		{
			label: '同比',
			values: values(2, [0.1, null, 0.2], '0.0%'),
			kind: 'line',
			secondary: true,
			labels: 'all'
		},
		{ label: '目标', values: values(3, [0.5, 0.5, 0.5], '0%'), kind: 'line', secondary: true, role: 'target' }
	]
};

/** Names of the children of the first element with this name, in document order; throws on ill-formed XML. */
function childrenOf(xml: string, parent: string): string[] {
	const open: string[] = [];
	const found: string[] = [];
	let done = false;
	for (const match of xml
		.replace(/<\?.*?\?>/, '')
		.matchAll(/<(\/?)([\w:]+)((?:\s[\w:]+="[^"<]*")*)\s*(\/?)>|</g)) {
		const [all, close, name, , empty] = match;
		if (all === '<') throw new Error(`ill-formed at ${match.index}`);
		if (close) {
			if (open.pop() !== name) throw new Error(`not open: ${name}`);
			if (name === parent) done = true;
			continue;
		}
		if (!done && open.at(-1) === parent) found.push(name!);
		if (!empty) open.push(name!);
	}
	if (open.length) throw new Error(`not closed: ${open.join(' ')}`);
	return found;
}

/** Whether a list keeps the order of the schema. */
const inOrder = (found: readonly string[], schema: readonly string[]) =>
	found.every(
		(name, i) => schema.includes(name) && (i === 0 || schema.indexOf(found[i - 1]!) <= schema.indexOf(name))
	);

// Protects: Excel refuses ("repair") a chart part whose elements stand in another order than the schema's.
describe('the chart part', () => {
	const xml = chartXml(chart, 100);

	it('keeps the element order of the schema', () => {
		const orders: Record<string, string> = {
			'c:chartSpace':
				'date1904 lang roundedCorners style clrMapOvr pivotFmts protection chart spPr txPr externalData printSettings userShapes',
			'c:chart':
				'title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs',
			'c:barChart': 'barDir grouping varyColors ser dLbls gapWidth overlap serLines axId',
			'c:lineChart': 'grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId',
			'c:ser': 'idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape',
			'c:dLbl':
				'idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize',
			'c:catAx':
				'axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl',
			'c:valAx':
				'axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossBetween majorUnit',
			'c:legend': 'legendPos legendEntry layout overlay spPr txPr'
		};
		for (const [element, names] of Object.entries(orders))
			expect([
				element,
				inOrder(
					childrenOf(xml, element),
					names.split(' ').map((name) => `c:${name}`)
				)
			]).toEqual([element, true]);
	});

	it('leaves a gap where there is no value, and copies the others as numbers', () => {
		expect(xml).toContain('<c:dispBlanksAs val="gap"/>');
		expect(xml).toContain(
			'<c:formatCode>0.0%</c:formatCode><c:ptCount val="3"/><c:pt idx="0"><c:v>0.1</c:v></c:pt><c:pt idx="2"><c:v>0.2</c:v></c:pt>'
		);
	});

	it('binds to quoted ranges and escapes every text', () => {
		expect(xml).toContain("<c:f>'月''度 走势'!$B$2:$B$4</c:f>");
		expect(xml).toContain('余额&lt;稳步&gt;增长 &amp; &quot;加快&quot;');
		expect(xml).toContain('<a:ea typeface=');
	});

	it('puts each axis pair on ids of its own and crosses them', () => {
		const ids = [...xml.matchAll(/<c:(?:catAx|valAx)><c:axId val="(\d+)"/g)].map((match) => match[1]);
		expect(ids).toEqual(['100', '101', '102', '103']);
		expect([...xml.matchAll(/<c:crossAx val="(\d+)"/g)].map((match) => match[1])).toEqual([
			'101',
			'100',
			'103',
			'102'
		]);
	});
});

// Protects: the charts go into a workbook made by ExcelJS without disturbing what it wrote.
describe('injecting charts', () => {
	async function book(withTable: boolean) {
		const made = new ExcelJS.Workbook();
		const data = made.addWorksheet("月'度 走势".replaceAll("'", '’'));
		data.addRow(['月份', '余额']);
		const sheet = made.addWorksheet('图表');
		if (withTable) sheet.addTable({ name: 'T', ref: 'A30', columns: [{ name: '甲' }], rows: [['乙']] });
		return injectCharts(Buffer.from(await made.xlsx.writeBuffer()), [chart, { ...chart, title: '第二张' }]);
	}

	it('links sheet, drawing and charts, with unique axis ids and declared types', async () => {
		const parts = unzipSync(await book(true));
		const read = (path: string) => strFromU8(parts[path]!);
		for (const path of Object.keys(parts).filter((name) => /\.(xml|rels)$/.test(name)))
			childrenOf(read(path), '-');
		const sheet = read('xl/worksheets/sheet2.xml');
		expect(sheet.indexOf('<drawing')).toBeGreaterThan(0);
		expect(sheet.indexOf('<drawing')).toBeLessThan(sheet.indexOf('<tableParts'));
		expect(read('xl/drawings/drawing1.xml').match(/<xdr:twoCellAnchor/g)).toHaveLength(2);
		expect(read('[Content_Types].xml').match(/drawingml\.chart\+xml/g)).toHaveLength(2);
		const ids = ['1', '2'].flatMap((n) =>
			[...read(`xl/charts/chart${n}.xml`).matchAll(/Ax><c:axId val="(\d+)"/g)].map((match) => match[1])
		);
		expect(new Set(ids).size).toBe(8);
	});

	it('gives the same bytes for the same workbook', async () => {
		const made = new ExcelJS.Workbook();
		made.created = made.modified = new Date(0);
		made.addWorksheet('图表');
		const bytes = Buffer.from(await made.xlsx.writeBuffer());
		expect(injectCharts(bytes, [chart]).equals(injectCharts(bytes, [chart]))).toBe(true);
	});

	it('refuses a sheet that is not there', async () => {
		const made = new ExcelJS.Workbook();
		made.addWorksheet('甲');
		const bytes = Buffer.from(await made.xlsx.writeBuffer());
		expect(() => injectCharts(bytes, [chart])).toThrow('unknown sheet: 图表');
	});
});

describe('cell names', () => {
	it('count columns as a sheet does', () => {
		expect([0, 25, 26, 701, 702].map((column) => cellName({ column, row: 0 }))).toEqual([
			'A1',
			'Z1',
			'AA1',
			'ZZ1',
			'AAA1'
		]);
	});
});
