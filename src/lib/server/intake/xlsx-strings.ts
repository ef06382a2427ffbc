import type { RawCell } from '#datasets/read.ts';
import { BadFile } from './problem.ts';
import { limits } from './preflight.ts';
import { localName, PartText, readRich } from './xlsx-text.ts';
import { asideEnd, attributesHold, malformed, nameEnd, Nesting, tagEnd } from './xml-nesting.ts';
import type { Source, ZipEntry } from './zip.ts';
import { entryChunks } from './zip.ts';

const most = 5_000_000;

/** The shared strings of a workbook, each as the one cell that all its uses share; `null` for an empty string. */
export async function sharedStrings(source: Source, entry: ZipEntry | null): Promise<(RawCell | null)[]> {
	const cells: (RawCell | null)[] = [];
	if (!entry) return cells;
	if (entry.size > limits.strings) {
		throw new BadFile(
			'工作簿的文字内容过大',
			`文字部分解压后不得超过 ${limits.strings >> 20} MB，请分次报送`
		);
	}
	const parts = new PartText();
	const nesting = new Nesting();
	const rich = { text: '', end: 0 };
	for await (const chunk of entryChunks(source, entry)) scan(parts.next(chunk));
	scan(parts.last());
	if (!nesting.over) throw malformed('文字部分没有写完');
	return cells;

	function scan(s: string): void {
		let at = 0;
		for (let open = s.indexOf('<'); open >= 0; open = s.indexOf('<', at)) {
			at = next(s, open);
			if (at < 0) {
				parts.giveBack(s.slice(open));
				break;
			}
			if (cells.length > most) throw new BadFile('工作簿的文字条目过多', '请分次报送');
		}
	}

	/** Takes what begins at `open`: an item whole, anything else tag by tag. Answers where it ended, −1 if that is not there yet. */
	function next(s: string, open: number): number {
		const second = s.charCodeAt(open + 1);
		if (second === 33 || second === 63) return asideEnd(s, open);
		const end = tagEnd(s, open);
		if (end < 0) return -1;
		const name = second === 47 ? '' : localName(s, open + 1, end);
		if (name !== 'si') {
			if (nesting.depth === 1 && name && name !== 'extLst')
				throw malformed(`文字之间有 ${name.slice(0, 20)}`);
			nesting.take(s, open, end);
			return end + 1;
		}
		const single = s.charCodeAt(end - 1) === 47;
		if (nesting.depth !== 1) throw malformed('文字条目不在该在的地方');
		const named = nameEnd(s, open + 1, end);
		attributesHold(s, named, single ? end - 1 : end);
		if (single) {
			cells.push(null);
			return end + 1;
		}
		if (!readRich(s, end + 1, rich, s.slice(open + 1, named))) return -1;
		cells.push(rich.text === '' ? null : { kind: 'text', text: rich.text });
		return rich.end;
	}
}
