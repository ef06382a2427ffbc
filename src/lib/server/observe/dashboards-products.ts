import { fromDecimal, multiply, rational, toFixed } from '#core/rational.ts';
import { grouped } from '#core/number.ts';
import { lastMonth, periodLabel } from '#core/period.ts';
import { guarantees } from '#codes/guarantee.ts';
import { innovationProducts } from '#codes/innovation-product.ts';
import product from '#datasets/product.ts';
import type { Option, Sentence, TableCell, TableColumn, TableRow } from '#figures/show.ts';
import { indicatorOf } from '#indicators/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { LedgerInput } from '#lib/server/warehouse/input.ts';
import type { Asked } from './dashboards.ts';
import { lit } from './dashboards-lights.ts';
import { headOf } from './dashboards-loans.ts';
import { peerTable } from './dashboards-peers.ts';
import { amount, cellOf, passportOf, said, tileOf, withoutNumber } from './dashboards-words.ts';
import { isDrawn, shownFigure } from './figure.ts';
import { observe } from './observe.ts';
import type { Observation } from './types.ts';

/** A product on the shelf at the month's end. */
interface Shelved {
	readonly no: string;
	readonly bank: string;
	readonly values: Readonly<Record<string, unknown>>;
}

/** What the reader chose: a bank, a kind, products to set side by side. */
export interface ProductChoice {
	readonly bank: string | null;
	readonly kind: string | null;
	readonly compare: readonly string[];
}

/** At most this many products stand side by side. */
const mostCompared = 4;

/** 产品专区: what is on the shelf with its disclosed terms, how complete the disclosure is, what was realised, what firms say. */
export function productsPage(ledger: Ledger, asker: Asker, asked: Asked, choice: ProductChoice) {
	const read = (code: string) => lit(ledger, asker, indicatorOf(code), asked);
	const lits = ['M06-1', 'M06-2', 'M06-4', 'M06-4a', 'M06-6', 'M06-7', 'M06-8'].map(read);
	const [shelf, disclosure, deviation] = lits;
	const all = shelved(ledger, asker, asked);
	const names = new Map(institutions(ledger).map((one) => [one.id, one.shortName]));
	const measured = measures(ledger, asker, asked);
	const chosen = all.filter(
		(one) =>
			(!choice.bank || one.bank === choice.bank) && (!choice.kind || one.values.innovation === choice.kind)
	);
	const compared = choice.compare
		.flatMap((no) => all.find((one) => one.no === no) ?? [])
		.slice(0, mostCompared);
	return {
		sentence: sentence(asked, shelf?.now, disclosure?.now, deviation?.now),
		head: disclosure?.now ? headOf(disclosure.now) : null,
		tiles: lits.map((one) =>
			tileOf(one, asked, one.indicator.code === 'M06-6' ? { note: '上架以来累计' } : {})
		),
		figures: [
			...(asker.institution
				? []
				: ['disclosure-by-bank', 'disclosed-and-realised', 'product-feedback'].map((id) =>
						shownFigure(ledger, asker, id, asked, 430)
					)),
			shownFigure(ledger, asker, 'disclosure-by-item', asked, 920)
		].filter(isDrawn),
		banks: [...new Set(all.map((one) => one.bank))].map((id): Option => ({
			value: id,
			label: names.get(id) ?? id
		})),
		kinds: innovationProducts.codes.map((one): Option => ({ value: one.code, label: one.label })),
		choice,
		columns,
		rows: chosen.map((one) => row(one, names, measured, asked)),
		count: all.length,
		compared: compared.length ? sideBySide(compared, names, measured, asked) : null,
		most: mostCompared,
		peers: asker.institution ? peerTable(ledger, asker, asked, ['M06-2', 'M06-4', 'M06-7']) : null
	};
}

/** Products on the shelf; an institution's people see their own. */
function shelved(ledger: Ledger, asker: Asker, asked: Asked): Shelved[] {
	return new LedgerInput(ledger)
		.rows(product, lastMonth(asked.period))
		.filter((fact) => !asker.institution || fact.filer === asker.institution)
		.map((fact) => ({ no: String(fact.values.productNo), bank: fact.filer, values: fact.values }));
}

type Measures = Readonly<
	Record<'disclosure' | 'deviation' | 'drawdowns' | 'score', ReadonlyMap<string, Observation>>
>;

function measures(ledger: Ledger, asker: Asker, asked: Asked): Measures {
	const read = (code: string) =>
		new Map(
			indicatorOf(code).by.includes('product')
				? observe(ledger, asker, {
						indicator: code,
						period: asked.period,
						scope: asked.scope,
						by: ['product']
					}).map((one) => [one.keys.product ?? '', one])
				: []
		);
	return {
		disclosure: read('M06-2'),
		deviation: read('M06-4'),
		drawdowns: read('M06-6'),
		score: read('M06-7')
	};
}

const columns: readonly TableColumn[] = [
	{ key: 'pick', label: '', hidden: '选入比较' },
	{ key: 'name', label: '产品', sortable: true, wrap: true, width: '11em' },
	{ key: 'bank', label: '机构', sortable: true },
	{ key: 'kind', label: '类型', sortable: true },
	{ key: 'rate', label: '年化利率', unit: '%', align: 'right', sortable: true },
	{ key: 'limit', label: '最高额度', unit: '万元', align: 'right', sortable: true },
	{ key: 'term', label: '期限', unit: '月', align: 'right', sortable: true },
	{ key: 'approval', label: '审批时间', unit: '工作日', align: 'right', sortable: true },
	{ key: 'drawdowns', label: '累计发放', unit: '笔', align: 'right', sortable: true },
	{ key: 'score', label: '评分', unit: '分', align: 'right', sortable: true },
	{ key: 'disclosure', label: '公示要素', unit: '共六项', align: 'right', sortable: true },
	{ key: 'deviation', label: '实际偏离', unit: '个百分点', align: 'right', sortable: true }
];

const undisclosed = '未公示';
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const decimal = (value: number, places: number, shown: number): string =>
	toFixed(rational(BigInt(value), 10n ** BigInt(places)), shown);
const missingCell: TableCell = { text: '—', value: null, reason: undisclosed };

/** A range as disclosed; half of one says which half. */
function range(low: number | null, high: number | null, places: number, shown: number): TableCell {
	if (low === null && high === null) return missingCell;
	const [from, to] = [low, high].map((one) => (one === null ? null : decimal(one, places, shown)));
	const text = from === null ? `至${to}` : to === null ? `${from}起` : from === to ? from : `${from}—${to}`;
	return { text: text ?? '', value: low ?? high };
}

function row(one: Shelved, names: ReadonlyMap<string, string>, measured: Measures, asked: Asked): TableRow {
	const { values } = one;
	const [limit, approval] = [number(values.limitMax), number(values.approvalDays)];
	const at = (name: keyof Measures) => measured[name].get(one.no);
	const score = at('disclosure');
	const items = score?.exact ? Number(toFixed(multiply(score.exact, fromDecimal('6')), 0)) : null;
	return {
		key: one.no,
		cells: {
			pick: one.no,
			name: String(values.name ?? one.no),
			bank: names.get(one.bank) ?? one.bank,
			kind: innovationProducts.at.get(String(values.innovation))?.label ?? '—',
			rate: range(number(values.rateMin), number(values.rateMax), 5, 2),
			limit:
				limit === null
					? missingCell
					: { text: grouped(toFixed(rational(limit, 1_000_000), 0)), value: limit },
			term: range(number(values.termMin), number(values.termMax), 0, 0),
			approval: approval === null ? missingCell : { text: decimal(approval, 1, 1), value: approval },
			drawdowns: cellOf(at('drawdowns'), passportOf(at('drawdowns'), asked)),
			score: cellOf(at('score'), passportOf(at('score'), asked)),
			disclosure:
				items === null
					? { text: '—', value: null }
					: {
							text: `${items}/6`,
							value: items,
							...(passportOf(score, asked) ? { href: passportOf(score, asked) } : {})
						},
			deviation: cellOf(at('deviation'), passportOf(at('deviation'), asked))
		}
	};
}

/** Products beside each other: one line per item, one column per product. */
function sideBySide(
	list: readonly Shelved[],
	names: ReadonlyMap<string, string>,
	measured: Measures,
	asked: Asked
) {
	const rows = list.map((one) => row(one, names, measured, asked));
	const cell = (key: string) =>
		Object.fromEntries(rows.map((each, i) => [list[i]?.no ?? '', each.cells[key] ?? '']));
	const plain = (text: (one: Shelved) => string) =>
		Object.fromEntries(list.map((one) => [one.no, text(one) || { text: '—', reason: undisclosed }]));
	const codes = (value: unknown): string =>
		(Array.isArray(value) ? value : String(value ?? '').split(','))
			.map((code) => guarantees.at.get(String(code))?.label ?? '')
			.filter(Boolean)
			.join('、');
	const lines: [string, string, TableRow['cells']][] = [
		['bank', '机构', cell('bank')],
		['kind', '类型', cell('kind')],
		...columns
			.filter((column) => !['pick', 'name', 'bank', 'kind'].includes(column.key))
			.map((column): [string, string, TableRow['cells']] => [
				column.key,
				`${column.label}（${column.unit}）`,
				cell(column.key)
			]),
		['guarantee', '担保方式', plain((one) => codes(one.values.guarantee))],
		['target', '适用对象', plain((one) => String(one.values.target ?? ''))],
		['feedback', '反馈渠道', plain((one) => String(one.values.feedbackUrl ?? ''))],
		['updated', '更新日期', plain((one) => String(one.values.updatedOn ?? ''))]
	];
	return {
		columns: [
			{ key: 'item', label: '要素' },
			...list.map((one) => ({
				key: one.no,
				label: String(one.values.name ?? one.no),
				wrap: true,
				width: '14em'
			}))
		] as TableColumn[],
		rows: lines.map(([key, label, cells]): TableRow => ({ key, cells: { item: label, ...cells } }))
	};
}

function sentence(
	asked: Asked,
	shelf?: Observation,
	disclosure?: Observation,
	deviation?: Observation
): Sentence {
	if (!shelf || shelf.plot === null) {
		const month = periodLabel(asked.period);
		return [withoutNumber(shelf, `${month}在架产品数`, `${month}尚无在架产品。`)];
	}
	return [
		`${Number(asked.period.slice(5))}月末在架科技信贷产品`,
		said(shelf, asked),
		...(disclosure?.plot != null ? ['，六项要素公示完整率', said(disclosure, asked)] : []),
		...beside(deviation, asked),
		'。'
	];
}

/** How the realised rates stand to the middle of what is disclosed. */
function beside(deviation: Observation | undefined, asked: Asked): Sentence {
	if (deviation?.plot == null) return [];
	if (!/[1-9]/.test(deviation.display)) return ['，实际利率与公示中值持平'];
	return [
		`，实际利率比公示中值${deviation.plot > 0 ? '高' : '低'}`,
		{ text: amount(deviation), href: passportOf(deviation, asked) }
	];
}
