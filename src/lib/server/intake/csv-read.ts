import type { Dataset } from '#datasets/define.ts';
import type { RawCell } from '#datasets/read.ts';
import { linePlace } from './address.ts';
import type { Record_ } from './csv-scan.ts';
import { CsvScanner } from './csv-scan.ts';
import { decoded, encodingOf } from './encoding.ts';
import type { SyntaxProblem } from './problem.ts';
import { BadFile, syntax } from './problem.ts';
import type { OpenFile, ReadOptions } from './read-file.ts';
import type { Header, PhysicalRow, RawRow } from './table.ts';
import { findHeader, headerWithin, noHeader, problemsOf, RowMapper } from './table.ts';
import type { Source } from './zip.ts';

const delimiters = [',', '\t', ';', '|'] as const;
/** After this many misshapen lines the rest is not worth reading. */
const mostFaults = 1000;

/** Reads a delimited text file with a header, in any of the encodings and delimiters in use. */
export async function readCsv(source: Source, dataset: Dataset, options: ReadOptions): Promise<OpenFile> {
	const encoding = await encodingOf(source);
	const pieces = decoded(source, encoding, options.onProgress);
	const { header, delimiter, opening } = await findTable(dataset, pieces);
	if (!header) throw noHeader(dataset);
	const problems: SyntaxProblem[] = problemsOf(dataset, header, (physical) =>
		linePlace(header.line, physical + 1, '列')
	);
	const mapper = new RowMapper(header.mapping, problems, (physical, line) =>
		linePlace(line, physical + 1, '列')
	);
	const letters = Object.fromEntries(
		Object.keys(dataset.columns).flatMap((name, position) => {
			const physical = header.mapping.physical[position]!;
			return physical < 0 ? [] : [[name, String(physical + 1)]];
		})
	);
	return {
		layout: 'csv',
		sheet: null,
		headerLine: header.line,
		letters,
		head: header.head,
		problems,
		totals: mapper.totals,
		batches: batchesOf(opening, pieces, delimiter, header, mapper, problems, options.mostRows),
		place: (line, column) => {
			if (line === null) return '全表';
			const position = column === null ? undefined : letters[column];
			return linePlace(line, position === undefined ? null : Number(position), '列');
		}
	};
}

/** Reads just enough to see under which delimiter the header appears. */
async function findTable(dataset: Dataset, pieces: AsyncGenerator<string>) {
	let opening = '';
	let ended = false;
	while (opening.length < 1 << 18 && !ended) {
		const next = await pieces.next();
		if (next.done) ended = true;
		else opening += next.value;
	}
	let best: { header: Header | null; delimiter: string } = { header: null, delimiter: ',' };
	let fault: unknown;
	for (const delimiter of delimiters) {
		try {
			const records = new CsvScanner(delimiter)
				.feed(opening, ended)
				.filter(({ line }) => line <= headerWithin);
			const header = findHeader(dataset, records.map(physicalRow));
			if ((header?.mapping.matched ?? 0) > (best.header?.mapping.matched ?? 0)) best = { header, delimiter };
		} catch (cause) {
			fault ??= cause;
		}
	}
	if (!best.header && fault) throw fault;
	return { ...best, opening };
}

const textCell = (text: string): RawCell | null =>
	text === '' ? null : { kind: 'text', text: /^="[^"]*"$/.test(text) ? text.slice(2, -1) : text };

const physicalRow = ({ line, fields }: Record_): PhysicalRow => ({ line, cells: fields.map(textCell) });

async function* batchesOf(
	opening: string,
	pieces: AsyncGenerator<string>,
	delimiter: string,
	header: Header,
	mapper: RowMapper,
	problems: SyntaxProblem[],
	mostRows: number
): AsyncGenerator<readonly RawRow[]> {
	const scanner = new CsvScanner(delimiter);
	const width =
		Math.max(...header.mapping.physical, ...header.mapping.unknown.map(([physical]) => physical)) + 1;
	let faults = 0;
	let above = header.through;
	const rowsOf = (records: readonly Record_[]): RawRow[] => {
		const rows: RawRow[] = [];
		for (const record of records) {
			if (above > 0) {
				above--;
				continue;
			}
			const problem = misshapen(record, width);
			if (problem) {
				problems.push(problem);
				if (++faults >= mostFaults)
					throw new BadFile(`列数不符的行超过 ${mostFaults} 行`, '请从原系统重新导出', {
						check: syntax.structure
					});
			}
			const row = mapper.map(physicalRow(record));
			if (mapper.totals.rows > mostRows)
				throw new BadFile(`数据超过 ${mostRows} 行`, '请分成几个文件报送', { check: syntax.structure });
			if (row && !problem) rows.push(row);
		}
		return rows;
	};
	try {
		yield rowsOf(scanner.feed(opening));
		for await (const piece of pieces) yield rowsOf(scanner.feed(piece));
		yield rowsOf(scanner.feed('', true));
	} finally {
		await pieces.return(undefined);
	}
}

/** A line with more fields than the header, or with text behind a closing quote. */
function misshapen({ line, fields, ragged }: Record_, width: number): SyntaxProblem | null {
	const extra = fields.slice(width).some((field) => field.trim());
	if (!extra && !ragged) return null;
	return {
		check: syntax.structure,
		line,
		column: null,
		where: `第${line}行`,
		seen: `${fields.length} 列`,
		message: extra
			? `第 ${line} 行有 ${fields.length} 列，表头只有 ${width} 列`
			: `第 ${line} 行的双引号后面还有文字`,
		remedy: '内容里的逗号或双引号须放在双引号之内，请从原系统重新导出或改正该行'
	};
}
