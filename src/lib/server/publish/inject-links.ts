import { strFromU8, strToU8 } from 'fflate';
import type { CellLink } from './book/book.ts';
import { escaped } from './xml-text.ts';

/** Elements of a worksheet that come after `hyperlinks`, in the order of the schema. */
const after =
	/<(?:printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)[\s>/]|<\/worksheet>/;

/** Lays links over cells of one worksheet, numbers and formulas included; a cell keeps its first link. */
export function withLinks(sheet: Uint8Array, links: readonly CellLink[]): Uint8Array {
	const first = new Map<string, CellLink>();
	for (const link of links) if (!first.has(link.at)) first.set(link.at, link);
	if (!first.size) return sheet;
	const xml = strFromU8(sheet);
	const at = after.exec(xml)?.index ?? -1;
	if (at < 0 || xml.includes('<hyperlinks')) throw new Error('worksheet with links of its own');
	const tags = [...first.values()].map(
		({ at: ref, to, tip }) =>
			`<hyperlink ref="${ref}" location="${escaped(to)}" tooltip="${escaped(tip)}" display="${escaped(to)}"/>`
	);
	return strToU8(`${xml.slice(0, at)}<hyperlinks>${tags.join('')}</hyperlinks>${xml.slice(at)}`);
}
