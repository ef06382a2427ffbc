import type { DimensionId } from '#formula/dimensions.ts';
import type { Figure } from '#figures/define.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { isCleared } from '#lib/server/access/clearance.ts';
import { seesIndicator } from '#lib/server/access/rights.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import type { FigureParams } from './figure-reading.ts';

/** The dimensions the asker may see numbers broken down by. */
export const seenBy = (ledger: Ledger, asker: Asker, list: readonly DimensionId[]): readonly DimensionId[] =>
	isCleared(ledger, asker, 'institutions') ? list : list.filter((one) => one !== 'institution');

/** Whether a figure is the asker's to see: all its indicators, and institutions where it tells them apart. */
export function opens(ledger: Ledger, asker: Asker, figure: Figure, { where = {} }: FigureParams): boolean {
	const dimensions = [
		...(figure.axis.kind === 'keys' ? [figure.axis.by] : []),
		...[where, ...figure.strokes.map((stroke) => stroke.where ?? {})].flatMap((one) => Object.keys(one))
	];
	return (
		figure.strokes.every(({ indicator }) => seesIndicator(asker, indicator)) &&
		(!dimensions.includes('institution') || isCleared(ledger, asker, 'institutions'))
	);
}
