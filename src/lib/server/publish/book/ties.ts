import { inUnit } from '#core/number.ts';
import { absolute, fromDecimal, subtract, toFixed, toNumber, type Rational } from '#core/rational.ts';
import { isShare, unitOf, type UnitId } from '#core/unit.ts';
import type { SaidNumber } from '#reports/define.ts';
import { cellName } from '../native-chart.ts';
import { fromRaw, stored } from '../numbers.ts';
import type { Datum } from '../observing.ts';
import { addSheet, fixedRef, put, putFormula, refTo, sheetNames, type Address, type Book } from './book.ts';
import { writeHeader } from './data.ts';
import { headingOf, numbersIn } from './tables.ts';
import { aligned, dress, fonts, paper } from './style.ts';

/** Two ways to the same number: their difference must be zero within the tolerance. */
interface Tie {
	readonly says: string;
	readonly left: { readonly formula: string; readonly value: number };
	readonly right: { readonly formula: string; readonly value: number };
	readonly tolerance: number;
	readonly link: Address;
}

/** A number of the 数据 sheet as it would stand in a cell. */
const fromData = (book: Book, datum: Datum): { formula: string; value: number } => ({
	formula: `${fixedRef(book.data.get(datum.key)!)}${fromRaw(datum.unit)}`,
	value: toNumber(stored(datum.exact!, datum.unit))
});

/** Totals against the sum of their rows, growth and shares against what the indicator itself says. */
function tableTies(book: Book): Tie[] {
	return book.content.grids.flatMap((grid) =>
		[...numbersIn(grid)].flatMap(({ row, column, cell, address }): Tie[] => {
			const { making } = cell;
			const datum = making.by === 'sum' ? making.ties : making.by === 'formula' ? making.ties : null;
			if (!datum || datum.exact === null) return [];
			const kind = making.by === 'sum' ? '各行之和与汇总值' : '表内公式与指标值';
			return [
				{
					says: `${grid.table.number} ${row.label}·${headingOf(grid, column)}：${kind}`,
					left: { formula: refTo(address), value: toNumber(cell.value!) },
					right: fromData(book, datum),
					tolerance: 0.5 / 10 ** (isShare(cell.unit) ? 6 : 4),
					link: address
				}
			];
		})
	);
}

/** Totals that are no sum of their rows because some of those are not published: nothing to tie, and said so. */
function untied(book: Book): { says: string; link: Address }[] {
	return book.content.grids.flatMap((grid) =>
		[...numbersIn(grid)].flatMap(({ row, column, cell, address }) =>
			cell.making.by === 'datum' && cell.making.unsummed
				? [
						{
							says: `${grid.table.number} ${row.label}·${headingOf(grid, column)}：各行之和与汇总值，部分分项不予公布`,
							link: address
						}
					]
				: []
		)
	);
}

/** The same number in two tables. */
function crossTies(book: Book): Tie[] {
	const first = new Map<string, { address: Address; value: number; table: string }>();
	return book.content.grids.flatMap((grid) =>
		[...numbersIn(grid)].flatMap(({ row, column, cell, address }): Tie[] => {
			const key = cell.keys[0];
			if (!key || cell.making.by === 'same') return [];
			const value = toNumber(cell.value!);
			const before = first.get(key);
			if (!before) {
				first.set(key, { address, value, table: grid.table.number });
				return [];
			}
			if (before.table === grid.table.number) return [];
			return [
				{
					says: `${before.table}与${grid.table.number} ${row.label}·${headingOf(grid, column)}：表间一致`,
					left: { formula: refTo(before.address), value: before.value },
					right: { formula: refTo(address), value },
					tolerance: 0.000_001,
					link: address
				}
			];
		})
	);
}

/** The digits of a sentence as a number, in the unit they are printed in. */
function printed(said: SaidNumber): { value: Rational; decimals: number } {
	const text = said.text.replaceAll(',', '');
	return { value: fromDecimal(text), decimals: text.split('.')[1]?.length ?? 0 };
}

/** Each number of the text against the cell it stands for, rounded as it is printed. */
function textTies(book: Book, places: ReadonlyMap<SaidNumber, Address>): Tie[] {
	const known = new Map(book.content.data.map((datum) => [datum.key, datum]));
	return [...places].flatMap(([said, place]): Tie[] => {
		const datum = known.get(said.key);
		if (!datum || datum.exact === null) throw new RangeError(`number without a source: ${said.key}`);
		const { value, decimals } = printed(said);
		const cell = book.cells.get(said.key) ?? null;
		const scale = scaleTo(datum.unit, said.unit, cell !== null);
		const source = cell ? fixedRef(cell) : fixedRef(book.data.get(said.key)!);
		const inner = `${source}${scale}`;
		const exact = inUnit(datum.exact, said.unit);
		const shown = toNumber(fromDecimal(toFixed(said.unsigned ? absolute(exact) : exact, decimals)));
		return [
			{
				says: `正文“${said.text}${unitOf(said.unit).label}”（${datum.indicator.label}）与${cell ? cell.sheet : sheetNames.data}`,
				left: { formula: `ROUND(${said.unsigned ? `ABS(${inner})` : inner},${decimals})`, value: shown },
				right: { formula: toFixed(value, decimals), value: toNumber(value) },
				tolerance: 0.000_001,
				link: place
			}
		];
	});
}

/** From the cell's (or the 数据 row's) unit to the one the text uses, as a formula. */
function scaleTo(from: UnitId, to: UnitId, inCell: boolean): string {
	const one = inCell ? stored(inverse(from), from) : null;
	const [start, end] = inCell
		? [one!, inUnit(inverse(from), to)]
		: [rawOne(from), inUnit(rawExact(from), to)];
	const ratio = { n: end.n * start.d, d: end.d * start.n };
	const divisor = ratio.n === 0n ? 0n : ratio.d / ratio.n;
	if (ratio.n === ratio.d) return '';
	return ratio.n > ratio.d ? `*${ratio.n / ratio.d}` : `/${divisor}`;
}
/** One of the largest unit, in base units, so that scales come out whole. */
const inverse = (unit: UnitId): Rational => ({ n: unitOf(unit).per[0] * 10n ** 16n, d: unitOf(unit).per[1] });
const rawExact = inverse;
const rawOne = (unit: UnitId): Rational => {
	const exact = inverse(unit);
	const { base } = unitOf(unit);
	const per = base === 'fen' ? 100n : base === 'rate' ? 100_000n : 1n;
	return { n: exact.n, d: exact.d * per };
};

/** The 勾稽 sheet: every tie with its live difference, and how many do not hold. Returns that count's cell. */
export function writeTies(
	book: Book,
	places: ReadonlyMap<SaidNumber, Address>,
	traced: number
): { count: number } {
	const sheet = addSheet(book, sheetNames.ties, '合计、增速、占比、表间、图文与汇总值逐项核对，差额应为零');
	writeHeader(
		sheet,
		['序号', '核对内容', '左值', '右值', '差额', '容差', '结论', '位置'],
		[7, 70, 20, 20, 16, 12, 9, 24]
	);
	paper(sheet, 'landscape', book.foot, '1:1');
	const ties = [...tableTies(book), ...crossTies(book), ...textTies(book, places)];
	ties.forEach((tie, i) => {
		const row = i + 1;
		const at = (column: number) => cellName({ column, row });
		dress(put(sheet, at(0), row), { font: fonts.body });
		dress(put(sheet, at(1), tie.says), { font: fonts.body });
		for (const [column, side] of [
			[2, tie.left],
			[3, tie.right]
		] as const) {
			const cell = Number.isNaN(Number(side.formula))
				? putFormula(sheet, at(column), side.formula, side.value)
				: put(sheet, at(column), side.value);
			dress(cell, { font: fonts.body, alignment: aligned.right, format: '#,##0.000000' });
		}
		dress(
			putFormula(
				sheet,
				at(4),
				`${at(2)}-${at(3)}`,
				toNumber(subtract(fromDouble(tie.left.value), fromDouble(tie.right.value)))
			),
			{ font: fonts.body, format: '0.000000' }
		);
		dress(put(sheet, at(5), tie.tolerance), { font: fonts.body, format: '0.000000' });
		dress(
			putFormula(
				sheet,
				at(6),
				`IF(ABS(${at(4)})<=${at(5)},"平","不平")`,
				Math.abs(tie.left.value - tie.right.value) <= tie.tolerance ? '平' : '不平'
			),
			{ font: fonts.body, alignment: aligned.centre }
		);
		dress(put(sheet, at(7), `${tie.link.sheet}!${tie.link.at}`), { font: fonts.link });
		book.links.push({ sheet: sheetNames.ties, at: at(7), to: refTo(tie.link), tip: '到这个数字' });
	});
	const open = untied(book);
	open.forEach(({ says, link }, i) => {
		const at = (column: number) => cellName({ column, row: ties.length + i + 1 });
		dress(put(sheet, at(0), ties.length + i + 1), { font: fonts.body });
		dress(put(sheet, at(1), says), { font: fonts.body });
		dress(put(sheet, at(6), '不适用'), { font: fonts.body, alignment: aligned.centre });
		dress(put(sheet, at(7), `${link.sheet}!${link.at}`), { font: fonts.link });
		book.links.push({ sheet: sheetNames.ties, at: at(7), to: refTo(link), tip: '到这个数字' });
	});
	const last = ties.length + open.length + 1;
	const end = last + 1;
	const row = (column: number, r: number) => cellName({ column, row: r });
	const changed = `SUMPRODUCT(ABS('${sheetNames.trace}'!L2:L${traced + 1}))`;
	const lines: [string, string, number][] = [
		[
			'不平项数',
			`COUNTIF(G2:G${last},"不平")`,
			ties.filter((tie) => Math.abs(tie.left.value - tie.right.value) > tie.tolerance).length
		],
		['导出后被改动的差异合计（溯源表）', changed, 0]
	];
	lines.forEach(([says, formula, value], i) => {
		dress(put(sheet, row(1, end + i), says), { font: fonts.strong });
		dress(putFormula(sheet, row(4, end + i), formula, value), { font: fonts.strong, format: '0.######' });
	});
	return { count: ties.length };
}

/** A double as the decimal it prints as. */
const fromDouble = (value: number): Rational => fromDecimal(value.toFixed(12).replace(/^-0\.0+$/, '0'));
