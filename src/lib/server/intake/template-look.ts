import type { Borders, Cell, Fill, Font } from 'exceljs';

/** The colours of the house in a workbook. */
export const colours = {
	brand: 'FF12436D',
	wash: 'FFE9F0F7',
	line: 'FFD9DEE4',
	ink: 'FF14202E',
	quiet: 'FF66727F',
	bad: 'FFB3261E',
	badWash: 'FFFDECEA',
	warn: 'FF9A6700',
	warnWash: 'FFFFF5DC'
} as const;

export const fill = (argb: string): Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } });
export const bodyFont: Partial<Font> = { name: '宋体', size: 10.5, color: { argb: colours.ink } };
export const headFont: Partial<Font> = {
	name: '微软雅黑',
	size: 10,
	bold: true,
	color: { argb: 'FFFFFFFF' }
};
export const titleFont: Partial<Font> = {
	name: '微软雅黑',
	size: 16,
	bold: true,
	color: { argb: colours.brand }
};

const line = { style: 'thin', color: { argb: colours.line } } as const;
export const box: Partial<Borders> = { top: line, left: line, bottom: line, right: line };

/** Makes a cell a header of a table. */
export function asHeader(cell: Cell): void {
	cell.font = headFont;
	cell.fill = fill(colours.brand);
	cell.border = box;
	cell.alignment = { vertical: 'middle', horizontal: 'center', wrapText: true };
}

/** Makes a cell text of a table. */
export function asBody(cell: Cell): void {
	cell.font = bodyFont;
	cell.border = box;
	cell.alignment = { vertical: 'top', wrapText: true };
}
