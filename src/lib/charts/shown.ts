import type { FigureData } from '#figures/data.ts';
import { drawing, type Drawing } from './svg.ts';

/** A figure ready for a page: its data, the server's drawing, and the query string its exports are asked with. */
export interface ShownFigure {
	readonly data: FigureData;
	readonly drawing: Drawing;
	readonly query: string;
}

/** Draws a figure for a page at about the width it will have there. */
export const shown = (data: FigureData, query = '', width?: number): ShownFigure => ({
	data,
	drawing: drawing(data, width),
	query
});
