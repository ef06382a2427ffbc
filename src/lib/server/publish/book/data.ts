import { cellName } from '../native-chart.ts';
import { comparisonLabels } from '#indicators/define.ts';
import { reasonLabels, signOf } from '#formula/reason.ts';
import { keyLabel, dimensionOf, isDimension } from '#formula/dimensions.ts';
import { periodLabel } from '#core/period.ts';
import type { Datum } from '../observing.ts';
import { decimalsFor, displayed, raw, rawUnit } from '../numbers.ts';
import { addSheet, put, sheetNames, type Address, type Book } from './book.ts';
import { aligned, borders, dress, fills, fonts, paper } from './style.ts';

const columns = [
	'序号',
	'指标代码',
	'指标',
	'期间',
	'维度',
	'取值',
	'数值（基本单位）',
	'基本单位',
	'展示',
	'状态',
	'已报',
	'应报',
	'数据版本',
	'说明'
] as const;
const widths = [7, 10, 30, 16, 22, 16, 24, 10, 16, 8, 7, 7, 16, 26];
const valueColumn = 6;

/** Where each number stands in the 数据 sheet, in the order it was asked for. */
export const dataAddresses = (data: readonly Datum[]): Map<string, Address> =>
	new Map(
		data.map((datum, i) => [
			datum.key,
			{ sheet: sheetNames.data, at: cellName({ column: valueColumn, row: i + 1 }) }
		])
	);

/** 行政区=海淀区 … in words. */
export function keysInWords(datum: Datum): string {
	return Object.entries(datum.keys)
		.map(([dimension, key]) =>
			isDimension(dimension)
				? `${dimensionOf(dimension).label}：${datum.labels[dimension] ?? keyLabel(dimension, key)}`
				: key
		)
		.join('；');
}

/** A header row in the look of the house. */
export function writeHeader(
	sheet: import('exceljs').Worksheet,
	headings: readonly string[],
	widthsOf: readonly number[]
): void {
	headings.forEach((heading, i) => {
		dress(put(sheet, cellName({ column: i, row: 0 }), heading), {
			font: fonts.strong,
			fill: fills.head,
			border: borders.head,
			alignment: aligned.centre
		});
		sheet.getColumn(i + 1).width = widthsOf[i]!;
	});
	sheet.getRow(1).height = 24;
	sheet.views = [{ state: 'frozen', ySplit: 1, showGridLines: false }];
}

/** The 数据 sheet: every number behind the report in base units (元, 户, fractions, % a year), before rounding. */
export function writeData(book: Book): void {
	const sheet = addSheet(book, sheetNames.data, '全部原始数值（元、户、比例），表中公式由此取数');
	writeHeader(sheet, columns, widths);
	paper(sheet, 'landscape', book.foot, '1:1');
	const { data } = book.content;
	data.forEach((datum, i) => {
		const { observation, indicator } = datum;
		const decimals = decimalsFor(datum.exact, datum.unit);
		const cells = [
			i + 1,
			indicator.code,
			indicator.label,
			periodLabel(datum.period),
			keysInWords(datum) || '合计',
			datum.comparison
				? `${comparisonLabels[datum.comparison]}${datum.basis === 'difference' ? '差额' : datum.basis === 'comparable' ? '（可比口径）' : ''}`
				: '本期值',
			datum.exact === null ? signOf(datum.reason) : raw(datum.exact, datum.unit),
			rawUnit(datum.unit),
			displayed(datum.exact, datum.unit, decimals, datum.reason),
			observation.status === 'final' ? '终审' : '初步',
			observation.coverage.filed,
			observation.coverage.expected,
			observation.version,
			datum.reason ? reasonLabels[datum.reason] : ''
		];
		cells.forEach((value, c) => {
			if (value === '') return;
			const cell = put(sheet, cellName({ column: c, row: i + 1 }), value);
			dress(cell, { font: fonts.body });
			if (c === valueColumn)
				dress(cell, {
					alignment: aligned.right,
					format: rawUnit(datum.unit) === '元' ? '#,##0.00' : 'General'
				});
			if (c === 8) dress(cell, { alignment: aligned.right });
		});
	});
	if (data.length) sheet.autoFilter = { from: 'A1', to: { row: data.length + 1, column: columns.length } };
}
