import { listHeaders } from './mark-up-list.ts';
import { BadFile } from './problem.ts';
import { listSheet } from './sheets.ts';
import { byName, readBook } from './xlsx-book.ts';
import { sheetRows } from './xlsx-read.ts';
import { sharedStrings } from './xlsx-strings.ts';
import { fileSource, zipEntries } from './zip.ts';

/**
 * What was typed into the 说明 column of a marked-up copy: `check where` of the finding → text. Empty for a file
 * without a list, or one that cannot be read: that is for the reader of its data to say.
 */
export async function readExplanations(path: string): Promise<ReadonlyMap<string, string>> {
	const found = new Map<string, string>();
	const source = fileSource(path);
	try {
		const entries = byName(zipEntries(source));
		const book = readBook(source, entries);
		const sheet = book.sheets.find(({ name }) => name === listSheet);
		const entry = sheet && entries.get(sheet.part.toLowerCase());
		if (!entry) return found;
		const strings = await sharedStrings(source, book.strings);
		const meaning = {
			...book,
			strings,
			mostColumns: 100,
			mostRows: 100_000
		};
		let columns: { text: number; key: number } | null = null;
		for await (const rows of sheetRows(source, entry, meaning)) {
			for (const { cells } of rows) {
				const texts = cells.map((cell) => cell?.text.trim() ?? '');
				if (!columns) columns = headerIn(texts);
				else if (texts[columns.key] && texts[columns.text])
					found.set(texts[columns.key]!, texts[columns.text]!);
			}
		}
		return found;
	} catch (cause) {
		if (!(cause instanceof BadFile)) throw cause;
		return new Map();
	} finally {
		source.close();
	}
}

function headerIn(texts: readonly string[]): { text: number; key: number } | null {
	const [text, key] = [texts.indexOf(listHeaders[8]), texts.indexOf(listHeaders[9])];
	return text >= 0 && key >= 0 ? { text, key } : null;
}
