import type { SaidNumber } from '#reports/define.ts';
import { readable } from '../content.ts';
import { addSheet, put, refTo, sheetNames, tableSheet, type Address, type Book } from './book.ts';
import { aligned, dress, fonts, paper, wrappedHeight } from './style.ts';

/** In characters; narrow enough for a page without scaling. */
const columnWidth = 78;

/** 正文: the headings and sentences of the report, ready to print. Returns where each number of the text stands. */
export function writeText(book: Book): Map<SaidNumber, Address> {
	const { content } = book;
	const sheet = addSheet(
		book,
		sheetNames.text,
		'报告文字：总体情况、十五项措施、重点指标、分机构分区、数据质量'
	);
	paper(sheet, 'portrait', book.foot);
	sheet.pageSetup.fitToPage = false;
	sheet.getColumn(1).width = columnWidth;
	const places = new Map<SaidNumber, Address>();
	let row = 1;
	const write = (text: string, font: (typeof fonts)[keyof typeof fonts], height?: number) => {
		const at = `A${row}`;
		dress(put(sheet, at, text), { font, alignment: aligned.prose });
		sheet.getRow(row).height = height ?? wrappedHeight(text, columnWidth, font.size);
		row += 1;
		return at;
	};
	for (const block of content.blocks) {
		if (block.is === 'heading')
			write(block.text, block.level === 1 ? fonts.heading : fonts.subheading, block.level === 1 ? 34 : 26);
		if (block.is === 'note') write(block.text, fonts.quiet);
		if (block.is === 'sentence') {
			const at = write(`　　${readable(block.said)}`, fonts.prose);
			for (const part of block.said)
				if (typeof part !== 'string') places.set(part, { sheet: sheetNames.text, at });
		}
		if (block.is === 'table') {
			const at = write(`　　（见${block.grid.table.number} ${block.grid.table.title}）`, fonts.link, 20);
			book.links.push({
				sheet: sheetNames.text,
				at,
				to: refTo({ sheet: tableSheet(block.grid), at: 'A1' }),
				tip: `到${block.grid.table.number}`
			});
		}
		if (block.is === 'figure') {
			const at = write(`　　（见图：${block.drawn.title}）`, fonts.link, 20);
			book.links.push({
				sheet: sheetNames.text,
				at,
				to: refTo({ sheet: sheetNames.charts, at: 'A1' }),
				tip: '到图表'
			});
		}
	}
	return places;
}
