import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import type { Dataset } from '#datasets/define.ts';
import { linePlace } from './address.ts';
import { verifyRest } from './archive-rest.ts';
import { nameHead } from './dat-name.ts';
import { logProblems, readLog } from './dat-log.ts';
import { DatScanner } from './dat-scan.ts';
import { checkParts } from './preflight.ts';
import type { SyntaxProblem } from './problem.ts';
import { BadFile, syntax } from './problem.ts';
import type { OpenFile, ReadOptions } from './read-file.ts';
import type { RawRow, Totals } from './table.ts';
import type { Source, ZipEntry } from './zip.ts';
import { entryBytes, entryChunks } from './zip.ts';

/** A bare `.dat`: text of bars without a header. `null` if the file or the form is not of that kind. */
export async function readDat(
	source: Source,
	fileName: string,
	dataset: Dataset,
	options: ReadOptions
): Promise<OpenFile | null> {
	if (!dataset.layouts.includes('dat')) return null;
	const start = source.read(0, Math.min(source.size, 1 << 16)).toString('latin1');
	const first = start.slice(0, start.indexOf('\n') < 0 ? undefined : start.indexOf('\n'));
	const bars = first.split('|').length - 1;
	if (bars < 2 || bars < first.split(',').length - 1 || bars < first.split('\t').length - 1) {
		if (/^.+\.dat\r?\n[0-9a-f]{32}\r?\n\d+\r?\n/i.test(start)) {
			throw new BadFile('这是 .log 文件，缺少对应的 .dat', '请把 .dat 与 .log 打成一个 .zip 上传');
		}
		return null;
	}
	return openDat(dataset, fileName, source.size, source.stream(0, source.size), null, [], options);
}

/** A `.zip` of one `.dat` and its `.log`. */
export async function readDatArchive(
	source: Source,
	entries: readonly ZipEntry[],
	fileName: string,
	dataset: Dataset,
	options: ReadOptions
): Promise<OpenFile> {
	if (!dataset.layouts.includes('dat')) {
		throw new BadFile(`${dataset.label}不用 .dat 格式报送`, '请使用本期 .xlsx 模板或 .csv');
	}
	const ending = (end: string) => entries.filter((entry) => entry.name.toLowerCase().endsWith(end));
	const [dats, logs] = [ending('.dat'), ending('.log')];
	const dat = dats[0]!;
	if (dats.length > 1) {
		throw new BadFile(`压缩包里有 ${dats.length} 个 .dat`, '一个 .zip 只放一张表的 .dat 和 .log', {
			seen: dats.map(({ name }) => name).join('、')
		});
	}
	checkParts(entries);
	await verifyRest(source, entries, new Set([dat.name]));
	const problems: SyntaxProblem[] = [];
	const name = dat.name.split(/[\\/]/).at(-1)!;
	const log = logs.length === 1 && logs[0]!.size < 10_000 ? readLog(entryBytes(source, logs[0]!)) : null;
	if (!log) {
		const message =
			logs.length > 1 ? '压缩包里有多个 .log' : logs.length ? '.log 不是规定的五行' : '压缩包里缺少 .log';
		problems.push({
			check: syntax.file,
			line: null,
			column: null,
			where: '全表',
			seen: logs.map(({ name }) => name).join('、') || null,
			message,
			remedy: '.log 依次为文件名、MD5、字节数、时间、记录数五行，与 .dat 一起打包'
		});
	}
	const verify =
		log && ((digest: string, rows: number) => logProblems(log, { name, md5: digest, size: dat.size, rows }));
	return openDat(dataset, name || fileName, dat.size, entryChunks(source, dat), verify, problems, options);
}

/** Checks of the whole file that are known only at its end. */
type Verify = ((md5: string, lines: number) => SyntaxProblem[]) | null;

function openDat(
	dataset: Dataset,
	name: string,
	size: number,
	chunks: AsyncIterable<Buffer>,
	verify: Verify,
	problems: SyntaxProblem[],
	options: ReadOptions
): OpenFile {
	const totals: Totals = { rows: 0, blank: 0, firstLine: null, lastLine: null };
	const columns = Object.keys(dataset.columns);
	const positions = new Map(columns.map((column, position) => [column, position + 1]));
	return {
		layout: 'dat',
		sheet: null,
		headerLine: null,
		problems,
		totals,
		letters: Object.fromEntries([...positions].map(([column, position]) => [column, String(position)])),
		head: nameHead(name, dataset),
		batches: batchesOf(dataset, size, chunks, verify, problems, totals, options),
		place: (line, column) =>
			line === null ? '全表' : linePlace(line, (column !== null && positions.get(column)) || null, '字段')
	};
}

async function* batchesOf(
	dataset: Dataset,
	size: number,
	chunks: AsyncIterable<Buffer>,
	verify: Verify,
	problems: SyntaxProblem[],
	totals: Totals,
	options: ReadOptions
): AsyncGenerator<readonly RawRow[]> {
	const scanner = new DatScanner(dataset, problems, totals);
	const md5 = verify && createHash('md5');
	let bytes = 0;
	let rest: Buffer = Buffer.alloc(0);
	for await (const chunk of chunks) {
		md5?.update(chunk);
		options.onProgress((bytes += chunk.length) / size);
		const end = chunk.lastIndexOf(10) + 1;
		if (end === 0) rest = Buffer.concat([rest, chunk]);
		else {
			yield scanner.feed(
				textOf(
					rest.length ? Buffer.concat([rest, chunk.subarray(0, end)]) : chunk.subarray(0, end),
					scanner.line
				)
			);
			rest = Buffer.from(chunk.subarray(end));
		}
		if (rest.length > 1 << 20)
			throw atLine(scanner.line, `第 ${scanner.line} 行过长`, '每条记录一行，行尾为换行符，请重新导出');
		if (totals.rows > options.mostRows)
			throw atLine(scanner.line, `数据超过 ${options.mostRows} 行`, '请联系主管部门分批报送');
	}
	if (rest.length) yield scanner.feed(textOf(rest, scanner.line));
	if (verify) problems.push(...verify(md5!.digest('hex'), totals.rows + totals.blank));
}

const atLine = (line: number, message: string, remedy: string): BadFile =>
	new BadFile(message, remedy, { check: syntax.structure, line, where: `第${line}行` });

/** Whole lines as text; names the first line that is not UTF-8. */
function textOf(bytes: Buffer, line: number): string {
	if (isUtf8(bytes)) return bytes.toString('utf8');
	for (let start = 0, at = line; start < bytes.length; at++) {
		const end = bytes.indexOf(10, start) + 1 || bytes.length;
		if (!isUtf8(bytes.subarray(start, end)))
			throw atLine(at, `第 ${at} 行不是 UTF-8 编码`, '.dat 须为 UTF-8 编码，请重新导出');
		start = end;
	}
	return bytes.toString('utf8');
}
