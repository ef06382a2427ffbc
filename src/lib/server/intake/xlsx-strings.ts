import type { RawCell } from '#datasets/read.ts';
import { BadFile } from './problem.ts';
import { limits } from './preflight.ts';
import { PartText, readRich } from './xlsx-text.ts';
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
	const rich = { text: '', end: 0 };
	for await (const chunk of entryChunks(source, entry)) {
		const s = parts.next(chunk);
		let at = s.startsWith('\ufeff') ? 1 : 0;
		for (;;) {
			const open = nextItem(s, at);
			if (open < 0) break;
			const end = s.indexOf('>', open);
			if (s.charCodeAt(end - 1) === 47) {
				cells.push(null);
				at = end + 1;
			} else if (end >= 0 && readRich(s, end + 1, rich)) {
				cells.push(rich.text === '' ? null : { kind: 'text', text: rich.text });
				at = rich.end;
			} else {
				parts.giveBack(s.slice(open));
				break;
			}
			if (cells.length > most) throw new BadFile('工作簿的文字条目过多', '请分次报送');
		}
	}
	return cells;
}

/** Where the next `<si>` begins, whatever its prefix. */
function nextItem(s: string, from: number): number {
	for (let at = s.indexOf('<', from); at >= 0; at = s.indexOf('<', at + 1)) {
		const second = s.charCodeAt(at + 1);
		if (second === 115 && s.charCodeAt(at + 2) === 105 && isEnd(s.charCodeAt(at + 3))) return at;
		if (second === 33 && s.charCodeAt(at + 2) === 68) throw definitions();
		if (second !== 47 && second !== 63 && second !== 115) {
			const colon = s.indexOf(':', at);
			if (colon > 0 && colon < at + 20 && s.startsWith('si', colon + 1) && isEnd(s.charCodeAt(colon + 3)))
				return at;
		}
	}
	return -1;
}

const isEnd = (ch: number): boolean => ch === 62 || ch <= 32 || ch === 47;

/** A part that defines entities is refused. */
export const definitions = (): BadFile =>
	new BadFile('文件含有不允许的 XML 定义', '请在 Excel 或 WPS 中新建工作簿，粘贴数据后上传');
