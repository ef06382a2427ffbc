import type { Dataset } from '#datasets/define.ts';
import { address, letterOf } from './address.ts';
import type { FormHead } from './header.ts';
import { readHead } from './header.ts';
import { checkParts } from './preflight.ts';
import type { SyntaxProblem } from './problem.ts';
import { BadFile, syntax } from './problem.ts';
import type { OpenFile, ReadOptions } from './read-file.ts';
import { fingerprintSheet, listSheet } from './sheets.ts';
import type { Header, PhysicalRow, RawRow } from './table.ts';
import { findHeader, headerWithin, noHeader, problemsOf, RowMapper } from './table.ts';
import type { Book, Sheet } from './xlsx-book.ts';
import { byName, readBook } from './xlsx-book.ts';
import { verifyRest } from './archive-rest.ts';
import type { Meaning } from './xlsx-sheet.ts';
import { SheetScanner } from './xlsx-sheet.ts';
import { sharedStrings } from './xlsx-strings.ts';
import { PartText } from './xlsx-text.ts';
import type { Source, ZipEntry } from './zip.ts';
import { entryChunks } from './zip.ts';

/** The rows of a worksheet, in pieces; the whole part is read and verified even after the last row. */
export async function* sheetRows(
	source: Source,
	entry: ZipEntry,
	meaning: Meaning,
	onBytes: (bytes: number) => void = () => {}
): AsyncGenerator<PhysicalRow[]> {
	const scanner = new SheetScanner(meaning);
	const parts = new PartText();
	let bytes = 0;
	const scan = (text: string): PhysicalRow[] => {
		const { rows, used } = scanner.feed(text);
		if (used < text.length) parts.giveBack(text.slice(used));
		return rows;
	};
	for await (const chunk of entryChunks(source, entry)) {
		onBytes((bytes += chunk.length));
		const rows = scan(parts.next(chunk));
		if (rows.length) yield rows;
	}
	const rows = scan(parts.last());
	if (rows.length) yield rows;
	if (!scanner.done)
		throw new BadFile('工作表没有写完', '请在 Excel 或 WPS 中打开，另存后重新上传', {
			check: syntax.structure
		});
}

/** A sheet with its first rows read and the rest waiting. */
interface Probed {
	readonly sheet: Sheet;
	readonly first: readonly PhysicalRow[];
	readonly rest: AsyncGenerator<PhysicalRow[]>;
	readonly header: Header | null;
}

async function probe(dataset: Dataset, sheet: Sheet, rest: AsyncGenerator<PhysicalRow[]>): Promise<Probed> {
	const first: PhysicalRow[] = [];
	while ((first.at(-1)?.line ?? 0) <= headerWithin) {
		const next = await rest.next();
		if (next.done) break;
		for (const row of next.value) first.push(row);
	}
	return {
		sheet,
		first,
		rest,
		header: findHeader(
			dataset,
			first.filter((row) => row.line <= headerWithin)
		)
	};
}

/** Of the sheets with a header, the visible one that matches best; one named as the form wins among equals. */
function choose(dataset: Dataset, probed: readonly Probed[], problems: SyntaxProblem[]): Probed | null {
	const rank = ({ sheet, header }: Probed) =>
		(sheet.hidden ? 0 : 1e6) + header!.mapping.matched * 2 + Number(sheet.name === dataset.label);
	const found = probed.filter(({ header }) => header).toSorted((a, b) => rank(b) - rank(a));
	const [best, second] = found;
	if (best && second && rank(best) === rank(second)) {
		problems.push({
			check: syntax.header,
			line: null,
			column: null,
			where: '全表',
			seen: `${best.sheet.name}、${second.sheet.name}`,
			message: `“${best.sheet.name}”和“${second.sheet.name}”两张工作表都像${dataset.label}`,
			remedy: `请只保留一张，或把要报送的一张命名为“${dataset.label}”`
		});
	}
	return best ?? null;
}

/** Reads a workbook: finds the data sheet and its header; rows are read as they are asked for. */
export async function readXlsx(
	source: Source,
	entries: readonly ZipEntry[],
	dataset: Dataset,
	options: ReadOptions
): Promise<OpenFile> {
	checkParts(entries);
	const parts = byName(entries);
	const book = readBook(source, parts);
	const problems: SyntaxProblem[] = [];
	const meaning: Meaning = {
		strings: await sharedStrings(source, book.strings),
		dateStyles: book.dateStyles,
		percentStyles: book.percentStyles,
		date1904: book.date1904,
		mostColumns: Object.keys(dataset.columns).length + 64,
		mostRows: options.mostRows
	};
	const entryOf = (sheet: Sheet): ZipEntry => {
		const entry = parts.get(sheet.part.toLowerCase());
		if (!entry)
			throw new BadFile(`找不到工作表“${sheet.name}”的内容`, '请在 Excel 或 WPS 中打开，另存后重新上传');
		return entry;
	};
	const probed: Probed[] = [];
	let chosen: Probed | null = null;
	try {
		for (const sheet of book.sheets) {
			if (sheet.name === fingerprintSheet || sheet.name.startsWith(listSheet)) continue;
			const entry = entryOf(sheet);
			const progress = (bytes: number) => {
				if (chosen?.sheet === sheet) options.onProgress(bytes / entry.size);
			};
			// Sheets that cannot be the form may be wider than it.
			const rows = sheetRows(
				source,
				entry,
				{ ...meaning, mostColumns: sheet.hidden ? 16_384 : meaning.mostColumns },
				progress
			);
			probed.push(await probe(dataset, sheet, rows));
		}
		chosen = choose(dataset, probed, problems);
	} finally {
		for (const one of probed) if (one !== chosen) await one.rest.return(undefined);
	}
	if (!chosen?.header) throw noHeader(dataset);
	book.read.add(chosen.sheet.part);
	await verifyRest(source, entries, book.read);
	const head = { ...chosen.header.head, ...(await fingerprint(source, parts, book, meaning)) };
	return openSheet(dataset, chosen, chosen.header, head, problems);
}

function openSheet(
	dataset: Dataset,
	chosen: Probed,
	header: Header,
	head: FormHead,
	problems: SyntaxProblem[]
): OpenFile {
	const { name } = chosen.sheet;
	const where = (physical: number, line: number) => address(name, letterOf(physical + 1), line);
	problems.push(...problemsOf(dataset, header, (physical) => where(physical, header.line)));
	const mapper = new RowMapper(header.mapping, problems, where);
	const columns = Object.keys(dataset.columns);
	const letters: Record<string, string> = Object.fromEntries(
		columns.flatMap((column, position) => {
			const physical = header.mapping.physical[position]!;
			return physical < 0 ? [] : [[column, letterOf(physical + 1)]];
		})
	);
	return {
		layout: 'xlsx',
		sheet: name,
		headerLine: header.line,
		letters,
		head,
		problems,
		totals: mapper.totals,
		batches: batchesOf(chosen, header, mapper),
		place: (line, column) => {
			if (line === null) return '全表';
			const letter = column === null ? undefined : letters[column];
			return letter ? address(name, letter, line) : `第${line}行`;
		}
	};
}

async function* batchesOf(
	chosen: Probed,
	header: Header,
	mapper: RowMapper
): AsyncGenerator<readonly RawRow[]> {
	const mapped = (rows: readonly PhysicalRow[]): RawRow[] => {
		const some: RawRow[] = [];
		for (const physical of rows) {
			const row = mapper.map(physical);
			if (row) some.push(row);
		}
		return some;
	};
	try {
		yield mapped(chosen.first.slice(header.through));
		for await (const rows of chosen.rest) yield mapped(rows);
	} finally {
		await chosen.rest.return(undefined);
	}
}

/** The hidden sheet that a template carries, if it is still there. */
async function fingerprint(
	source: Source,
	parts: ReadonlyMap<string, ZipEntry>,
	book: Book,
	meaning: Meaning
): Promise<FormHead> {
	const sheet = book.sheets.find(({ name }) => name === fingerprintSheet);
	const entry = sheet && parts.get(sheet.part.toLowerCase());
	if (!entry) return {};
	const rows: PhysicalRow['cells'][] = [];
	for await (const some of sheetRows(source, entry, meaning)) rows.push(...some.map(({ cells }) => cells));
	return readHead(rows);
}
