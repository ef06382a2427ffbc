import { moment } from '#core/moment.ts';
import { toNumber } from '#core/rational.ts';
import { comparisonLabels } from '#indicators/define.ts';
import { periodLabel } from '#core/period.ts';
import { cellName } from '../native-chart.ts';
import { numberFormat } from '../numbers.ts';
import type { Datum, Receipt } from '../observing.ts';
import { passportOf } from '../passport-of.ts';
import type { NumberCell } from '../grid.ts';
import { addSheet, put, putFormula, refTo, sheetNames, type Address, type Book } from './book.ts';
import { keysInWords, writeHeader } from './data.ts';
import { headingOf, numbersIn } from './tables.ts';
import { aligned, dress, fonts, paper } from './style.ts';

const columns = [
	'序号',
	'位置',
	'表',
	'行',
	'列',
	'指标代码',
	'指标',
	'期间',
	'维度',
	'导出值',
	'表中现值',
	'差异',
	'来由',
	'数据行',
	'状态',
	'已报/应报',
	'数据版本',
	'报送批次数',
	'回执号',
	'护照'
] as const;
const widths = [7, 24, 22, 26, 24, 10, 30, 16, 22, 16, 16, 12, 34, 10, 8, 10, 16, 11, 60, 60];

/** How a number came about, in words. */
function making(book: Book, cell: NumberCell): string {
	switch (cell.making.by) {
		case 'datum':
			return cell.making.unsummed ? '汇总单元取数（部分分项不予公布，不由各行相加）' : '汇总单元取数';
		case 'sum':
			return '各行合计';
		case 'same':
			return '引自主要指标表';
		case 'formula':
			return cell.making.ties?.comparison
				? `由本表公式计算（${comparisonLabels[cell.making.ties.comparison]}）`
				: '由本表公式计算';
	}
}

const receiptsOf = (book: Book, datum: Datum): readonly Receipt[] =>
	book.content.source.receipts(datum.indicator, datum.period, datum.keys.institution);

/** The 溯源 sheet: a row per exported number, linked to it and back. Returns the row count. */
export function writeTrace(book: Book): number {
	const sheet = addSheet(
		book,
		sheetNames.trace,
		'每个导出数字一行：位置、指标、期间、原始数据行、报送批次、护照'
	);
	writeHeader(sheet, columns, widths);
	paper(sheet, 'landscape', book.foot, '1:1');
	let row = 1;
	for (const grid of book.content.grids)
		for (const found of numbersIn(grid)) {
			const { cell, address } = found;
			const { datum } = cell;
			const receipts = receiptsOf(book, datum);
			const data = book.data.get(datum.key)!;
			const own = (column: number): string => cellName({ column, row });
			const { coverage, status, version } = datum.observation;
			const words: [number, string | number][] = [
				[0, row],
				[1, `${address.sheet}!${address.at}`],
				[2, grid.table.number],
				[3, found.row.label],
				[4, headingOf(grid, found.column)],
				[5, datum.indicator.code],
				[6, datum.indicator.label],
				[7, periodLabel(datum.period)],
				[8, keysInWords(datum) || '合计'],
				[9, toNumber(cell.value!)],
				[12, making(book, cell)],
				[13, `第${Number(data.at.slice(1)) - 1}行`],
				[14, status === 'final' ? '终审' : '初步'],
				[15, `${coverage.filed}/${coverage.expected}`],
				[16, version],
				[17, receipts.length],
				[18, receipts.map(({ receipt }) => receipt).join('、') || '—'],
				[19, passportOf(datum)]
			];
			for (const [column, value] of words)
				dress(put(sheet, own(column), value), {
					font: column === 1 || column === 13 ? fonts.link : fonts.body
				});
			const format = numberFormat(cell.unit, cell.decimals);
			dress(sheet.getCell(own(9)), { alignment: aligned.right, format });
			dress(putFormula(sheet, own(10), refTo(address), toNumber(cell.value!)), {
				font: fonts.body,
				alignment: aligned.right,
				format
			});
			dress(putFormula(sheet, own(11), `${own(10)}-${own(9)}`, 0), { font: fonts.body, format: '0.000000' });
			link(book, { sheet: sheetNames.trace, at: own(1) }, address, '到表中这个数字');
			link(book, { sheet: sheetNames.trace, at: own(13) }, data, '到原始数据行');
			link(book, address, { sheet: sheetNames.trace, at: own(0) }, `溯源第${row}行`);
			row += 1;
		}
	if (row > 1) sheet.autoFilter = { from: 'A1', to: { row, column: columns.length } };
	return row - 1;
}

function link(book: Book, from: Address, to: Address, tip: string): void {
	book.links.push({ sheet: from.sheet, at: from.at, to: refTo(to), tip });
}

/** The 报送批次 sheet: every submission behind the report, with its file's hash. */
export function writeReceipts(book: Book): void {
	const seen = new Map<number, Receipt>();
	for (const datum of book.content.data)
		if (datum.reason !== 'suppressed')
			for (const one of receiptsOf(book, datum)) seen.set(one.submission, one);
	const sheet = addSheet(
		book,
		sheetNames.receipts,
		'报告所用的全部报送批次：回执号、机构、报表、原文件校验值'
	);
	writeHeader(
		sheet,
		['回执号', '报表', '期间', '报送机构', '原文件名', 'SHA-256', '接收生效时间'],
		[26, 24, 14, 26, 36, 68, 22]
	);
	paper(sheet, 'landscape', book.foot, '1:1');
	const listed = [...seen.values()].sort((a, b) =>
		a.dataset + a.period + a.receipt < b.dataset + b.period + b.receipt ? -1 : 1
	);
	listed.forEach((one, i) => {
		const cells = [
			one.receipt,
			one.dataset,
			periodLabel(one.period),
			one.institution,
			one.fileName,
			one.sha256,
			beijingTime(one.acceptedAt)
		];
		cells.forEach((value, c) => {
			dress(put(sheet, cellName({ column: c, row: i + 1 }), value), { font: fonts.body });
		});
	});
	if (listed.length) sheet.autoFilter = { from: 'A1', to: { row: listed.length + 1, column: 7 } };
}

/** A UTC timestamp as clocks in Beijing showed it. */
export const beijingTime = (timestamp: string): string => (timestamp ? moment(timestamp) : '—');
