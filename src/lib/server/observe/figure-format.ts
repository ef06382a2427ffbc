const formats = ['png', 'svg', 'csv', 'xlsx', 'json'] as const;

/** The kinds of file a figure can be had as. */
export type FigureFormat = (typeof formats)[number];
export const isFigureFormat = (text: string): text is FigureFormat =>
	(formats as readonly string[]).includes(text);
