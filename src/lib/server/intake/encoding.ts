import { BadFile, syntax } from './problem.ts';
import type { Source } from './zip.ts';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/** Which encoding a text file is in: by its mark, else the first of UTF-8 and GB18030 in which every byte is right. */
export async function encodingOf(source: Source): Promise<Encoding> {
	const start = source.read(0, Math.min(source.size, 4096));
	if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
	if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
	const marked = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
	const wide = marked ? null : withoutMark(start);
	if (wide) return wide;
	const utf8 = await firstFault(source, 'utf-8');
	if (!utf8) {
		if (!marked && (await isDoubtful(source)) && !(await firstFault(source, 'gb18030')))
			throw new BadFile(
				'文件的编码无法确定：按 UTF-8 和 GB18030 都读得通，意思却不同',
				'请用 Excel 或 WPS 打开核对，另存为“CSV UTF-8”后上传',
				{ check: syntax.structure }
			);
		return 'utf-8';
	}
	const gb = marked ? utf8 : await firstFault(source, 'gb18030');
	if (!gb) return 'gb18030';
	const worst = gb.byte > utf8.byte ? gb : utf8;
	throw new BadFile(
		`第 ${worst.line} 行有无法识别的字符（文件第 ${worst.byte + 1} 个字节处）`,
		'文件应为 UTF-8 或 GB18030 编码，不能混用；请另存为“CSV UTF-8”后上传',
		{ check: syntax.structure, line: worst.line, where: `第${worst.line}行` }
	);
}

/** Whether what is not ASCII is all in pairs of bytes: Chinese in UTF-8 takes three, so it may as well be Chinese in GB18030. */
async function isDoubtful(source: Source): Promise<boolean> {
	let pairs = false;
	for await (const chunk of source.stream(0, source.size))
		for (let at = 0; at < chunk.length; at++) {
			if (chunk[at]! >= 0xe0) return false;
			if (chunk[at]! >= 0x80) pairs = true;
		}
	return pairs;
}

/** UTF-16 without a mark shows as a zero in every other byte of plain digits and commas. */
function withoutMark(start: Buffer): Encoding | null {
	let even = 0;
	let odd = 0;
	start.forEach((byte, at) => {
		if (byte !== 0) return;
		if (at % 2) odd++;
		else even++;
	});
	// A few characters end in a zero byte themselves, such as 一.
	if (odd > start.length / 8 && odd > 8 * even) return 'utf-16le';
	return even > start.length / 8 && even > 8 * odd ? 'utf-16be' : null;
}

/** The first byte that is wrong in an encoding, and its line. */
async function firstFault(
	source: Source,
	encoding: Encoding
): Promise<{ byte: number; line: number } | null> {
	const decoder = new TextDecoder(encoding, { fatal: true });
	let byte = 0;
	let line = 1;
	let chunk: Buffer = Buffer.alloc(0);
	try {
		for await (chunk of source.stream(0, source.size)) {
			decoder.decode(chunk, { stream: true });
			byte += chunk.length;
			for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) line++;
		}
		chunk = Buffer.alloc(0);
		decoder.decode();
		return null;
	} catch {
		const good = goodBytes(chunk, encoding);
		for (let at = chunk.indexOf(10); at >= 0 && at < good; at = chunk.indexOf(10, at + 1)) line++;
		return { byte: byte + good, line };
	}
}

/** How many bytes of a piece are right, found by halving. */
function goodBytes(chunk: Buffer, encoding: Encoding): number {
	let [low, high] = [0, chunk.length];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		try {
			new TextDecoder(encoding, { fatal: true }).decode(chunk.subarray(0, middle), { stream: true });
			low = middle;
		} catch {
			high = middle - 1;
		}
	}
	return low;
}

/** The text of a file piece by piece, with the share of bytes read. */
export async function* decoded(
	source: Source,
	encoding: Encoding,
	onProgress: (share: number) => void
): AsyncGenerator<string> {
	const decoder = new TextDecoder(encoding, { fatal: true });
	let bytes = 0;
	for await (const chunk of source.stream(0, source.size)) {
		bytes += chunk.length;
		onProgress(bytes / source.size);
		try {
			yield decoder.decode(chunk, { stream: true });
		} catch {
			throw new BadFile('文件里有无法识别的字符', '请另存为“CSV UTF-8”后上传', { check: syntax.structure });
		}
	}
}
