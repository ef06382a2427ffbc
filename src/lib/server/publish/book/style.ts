import type { Alignment, Borders, Cell, Fill, Font, Style, Worksheet } from 'exceljs';

/** House colours of `tokens.css`. */
const ink = {
	text: 'FF14202E',
	quiet: 'FF66727F',
	brand: 'FF12436D',
	line: 'FFB8C2CC',
	pale: 'FFE2E7EC',
	wash: 'FFE9F0F7',
	total: 'FFF5F7F9'
};
export const lights = { green: 'FF17703F', amber: 'FF8A5C00', red: 'FFB3261E' } as const;

const font = (size: number, more: Partial<Font> = {}): Partial<Font> => ({
	name: '宋体',
	size,
	color: { argb: ink.text },
	...more
});
const solid = (argb: string): Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } });
const edge = (argb: string, style: 'thin' | 'medium' | 'hair' = 'thin') => ({ style, color: { argb } });

/** Typefaces that offices have: 黑体 for headings, 宋体 for the rest; viewers without them fall back. */
export const fonts = {
	body: font(10),
	strong: font(10, { bold: true }),
	quiet: font(9, { color: { argb: ink.quiet } }),
	prose: font(12),
	link: font(10, { color: { argb: 'FF1F6BB0' }, underline: true }),
	title: font(16, { name: '黑体' }),
	heading: font(14, { name: '黑体', color: { argb: ink.brand } }),
	subheading: font(12, { name: '黑体' }),
	cover: font(26, { name: '黑体', color: { argb: ink.brand } })
} as const;

export const borders = {
	head: { top: edge(ink.brand, 'medium'), bottom: edge(ink.brand) },
	row: { bottom: edge(ink.pale) },
	all: { top: edge(ink.line), bottom: edge(ink.line), left: edge(ink.line), right: edge(ink.line) }
} as const satisfies Record<string, Partial<Borders>>;
export const fills = { head: solid(ink.wash), total: solid(ink.total) } as const;

const align = (horizontal: Alignment['horizontal'], more: Partial<Alignment> = {}): Partial<Alignment> => ({
	horizontal,
	vertical: 'middle',
	...more
});
export const aligned = {
	left: align('left'),
	right: align('right'),
	centre: align('center', { wrapText: true }),
	wrap: align('left', { wrapText: true }),
	prose: { horizontal: 'left', vertical: 'top', wrapText: true } as Partial<Alignment>
} as const;

/** How a cell looks, part by part. */
export interface Looks {
	readonly font?: Partial<Font>;
	readonly fill?: Fill;
	readonly border?: Partial<Borders>;
	readonly alignment?: Partial<Alignment>;
	readonly format?: string;
}
const looksOf = new WeakMap<object, Looks>();
const styles = new Map<string, Partial<Style>>();
const texts = new WeakMap<object, string>();

/** A part of a look as text, remembered: the parts are few and the cells are many. */
function textOf(part: object | undefined): string {
	if (!part) return '';
	let text = texts.get(part);
	if (text === undefined) texts.set(part, (text = JSON.stringify(part)));
	return text;
}

/** Sets looks on a cell over those it has, leaving its value alone. Cells that look alike share one style, which the writer then writes once. */
export function dress(cell: Cell, looks: Looks): Cell {
	const merged: Looks = { ...looksOf.get(cell.style), ...looks };
	const { font: face, fill, border, alignment, format } = merged;
	const key = `${textOf(face)}|${textOf(fill)}|${textOf(border)}|${textOf(alignment)}|${format ?? ''}`;
	let style = styles.get(key);
	if (!style) {
		style = {
			...(face && { font: face }),
			...(fill && { fill }),
			...(border && { border }),
			...(alignment && { alignment }),
			...(format && { numFmt: format })
		};
		styles.set(key, style);
		looksOf.set(style, merged);
	}
	cell.style = style;
	return cell;
}

/** A4 paper with page numbers; `foot` is printed at the left of each page. */
export function paper(
	sheet: Worksheet,
	orientation: 'portrait' | 'landscape',
	foot: string,
	titleRows?: string
): void {
	sheet.pageSetup = {
		paperSize: 9,
		orientation,
		fitToPage: true,
		fitToWidth: 1,
		fitToHeight: 0,
		horizontalCentered: true,
		margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.7, header: 0.3, footer: 0.3 },
		...(titleRows && { printTitlesRow: titleRows })
	};
	sheet.headerFooter.oddFooter = `&L&8${foot.replaceAll('&', '&&')}&R&8第&P页 / 共&N页`;
}

/** Prints a line at the top right of every page of a sheet. */
export function headed(sheet: Worksheet, text: string): void {
	sheet.headerFooter.oddHeader = `&R&8${text.replaceAll('&', '&&')}`;
}

/** How wide text is, in columns' units: a Chinese character takes two. */
export const widthOf = (text: string): number =>
	[...text].reduce((sum, one) => sum + (one.charCodeAt(0) > 0xff ? 2 : 1), 0);

/** Height of a row in which text wraps, in points, given the width of its column. */
export const wrappedHeight = (text: string, width: number, size = 10): number =>
	Math.ceil(widthOf(text) / ((width * 10.5) / size)) * size * 1.5 + 5;
