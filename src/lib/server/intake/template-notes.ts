import { bufferSource, entryBytes, zipEntries } from './zip.ts';
import { copied, packed, someDay, writeZip } from './zip-write.ts';

const anchor = /(<x:Anchor>)\s*([\d,\s]+?)\s*(<\/x:Anchor>)/g;

/**
 * Makes the boxes of header notes large enough for their text; the writer of workbooks knows one small size.
 * Members lose the time they were written at, so that equal templates are equal files.
 */
export function roomForNotes(book: Buffer): Buffer {
	const source = bufferSource(book);
	const members = zipEntries(source).filter(({ name }) => !name.endsWith('/'));
	return writeZip(
		members.map((entry) => {
			if (!/vmlDrawing\d*\.vml$/i.test(entry.name)) return { ...copied(source, entry), time: someDay };
			const text = entryBytes(source, entry)
				.toString('utf8')
				.replace(anchor, (_, open: string, numbers: string, close: string) => {
					const [left, leftBy, top, topBy, right, rightBy, bottom, bottomBy] = numbers.split(',').map(Number);
					return (
						open + [left, leftBy, top, topBy, right! + 1, rightBy, bottom! + 4, bottomBy].join(', ') + close
					);
				});
			return packed(entry.name, Buffer.from(text));
		})
	);
}
