import { addDays, endOf, lastMonth, periodLabel } from '#core/period.ts';
import { format, grouped } from '#core/number.ts';
import { rational, toFixed } from '#core/rational.ts';
import { bondKinds } from '#codes/bond-kind.ts';
import { bondMarkets } from '#codes/bond-market.ts';
import { bondPath, bondSteps } from '#codes/bond-step.ts';
import { leftReasons } from '#codes/left-reason.ts';
import { units } from '#codes/unit.ts';
import bondCandidate from '#datasets/bond-candidate.ts';
import bondIssue from '#datasets/bond-issue.ts';
import type { Values } from '#datasets/define.ts';
import roster from '#datasets/roster.ts';
import bondPipeline from '#formula/views/bond-pipeline.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import type { Sentence, TableCell, TableColumn, TableRow } from '#figures/show.ts';
import { indicatorOf } from '#indicators/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { enterprisesFor, unmasked } from '#lib/server/access/masking.ts';
import { seesSmallCells } from '#lib/server/access/rights.ts';
import { submissionsInForce } from '#lib/server/ledger/in-force.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { sinceChange } from '#lib/server/warehouse/generation.ts';
import { LedgerInput } from '#lib/server/warehouse/input.ts';
import type { Asked } from './dashboards.ts';
import { lit } from './dashboards-lights.ts';
import { headOf } from './dashboards-loans.ts';
import { said, tileOf, withoutNumber } from './dashboards-words.ts';
import { isDrawn, shownFigure } from './figure.ts';
import type { Observation } from './types.ts';

/** In one step for more days than this, an enterprise counts as stalled. */
export const stalledAfter = 180;

/** Where an enterprise on the list stands, and since when. */
export interface Waiting {
	readonly uscc: string;
	readonly step: string;
	readonly since: string;
	readonly days: number;
	readonly unit: string | null;
}

/** Whether the asker may read single enterprises of the bond list. */
const seesEnterprises = (asker: Asker): boolean => ['analyst', 'leader', 'unit'].includes(asker.role);

const onTheWay: ReadonlySet<string> = new Set(bondPath.slice(0, bondPath.indexOf('ISSUED')));
const text = (value: Values[string] | undefined): string => (value == null ? '' : String(value));

/** Whether a single enterprise of the list is the asker's to see: for those who see no small cells those they recommended. */
const seesOne = (asker: Asker, unit: string | null): boolean =>
	seesSmallCells(asker) || (unit !== null && unit === asker.unit);

/** Listed enterprises on their way to a bond at a month's end, with where they stand, the longest waiting first. */
export function waiting(ledger: Ledger, asker: Asker, asked: Asked): Waiting[] {
	const all = sinceChange(ledger, `bond waiting ${asked.period}`, () =>
		bondPipeline
			.rows(new LedgerInput(ledger), lastMonth(asked.period))
			.map(({ values }) => values)
			.filter((values) => values.listed && onTheWay.has(text(values.step)))
			.map((values): Waiting => {
				const days = Number(values.days);
				return {
					uscc: text(values.uscc),
					step: text(values.step),
					since: addDays(endOf(asked.period), -days),
					days,
					unit: values.unit == null ? null : text(values.unit)
				};
			})
			.sort((a, b) => b.days - a.days)
	);
	return all.filter(({ unit }) => seesOne(asker, unit));
}

/** Names of enterprises as the roster last gave them. */
export function enterpriseNames(ledger: Ledger): ReadonlyMap<string, string> {
	return sinceChange(ledger, 'enterprise names', () => {
		const names = new Map<string, string>();
		const read = prepared(
			ledger.db,
			`select uscc, name from "${factTableName(roster)}" where submission = ?`
		).raw();
		for (const { id } of submissionsInForce(ledger, roster.id, {}))
			for (const [uscc, name] of read.all(id) as [string, string][]) names.set(uscc, name);
		return names;
	});
}

/** 发债推荐: the list and its moves, stages and how long they take, what was issued. */
export function bondsPage(ledger: Ledger, asker: Asker, asked: Asked) {
	const read = (code: string) => lit(ledger, asker, indicatorOf(code), asked);
	const lits = ['M10-1', 'M10-3a', 'M10-4', 'M10-5', 'M10-6', 'M10-7'].map(read);
	const open = seesEnterprises(asker);
	const list = open ? waiting(ledger, asker, asked) : [];
	const names = open ? enterpriseNames(ledger) : new Map<string, string>();
	// An office sees those it recommended itself, and no others.
	const masks = seesSmallCells(asker) ? enterprisesFor(ledger, asker, 'page:bonds', null) : unmasked;
	const named = (uscc: string): TableCell =>
		masks.masked
			? { text: masks.name(names.get(uscc) ?? '') }
			: { text: names.get(uscc) ?? uscc, href: `/roster/${uscc}` };
	const stalled = list.filter((one) => one.days > stalledAfter);
	return {
		sentence: !open
			? ['发债推荐']
			: sentence(asked, lits[0]?.now, lits[2]?.now, lits[3]?.now, stalled.length, !seesSmallCells(asker)),
		head: lits[0]?.now ? headOf(lits[0].now) : null,
		tiles: lits.map((one) => tileOf(one, asked)),
		figures: ['bond-pipeline', 'bond-dwell', 'bond-list', 'bond-issued', 'bond-conversion']
			.map((id) => shownFigure(ledger, asker, id, asked, 640))
			.filter(isDrawn),
		stages: stageTable(list),
		stalled: {
			after: stalledAfter,
			rows: stalled.slice(0, 30).map((one) => waitingRow(one, named)),
			count: stalled.length
		},
		moves: open ? moves(ledger, asker, asked, named) : none,
		masked: open && masks.masked,
		own: open && !seesSmallCells(asker),
		issues: open ? issues(ledger, asked, names) : none,
		open
	};
}

function sentence(
	asked: Asked,
	onList: Observation | undefined,
	issued: Observation | undefined,
	conversion: Observation | undefined,
	stalled: number,
	own: boolean
): Sentence {
	if (!onList || onList.plot === null) {
		const month = periodLabel(asked.period);
		return [withoutNumber(onList, `${month}推荐名单企业数`, `${month}尚无发债推荐数据。`)];
	}
	return [
		`${Number(asked.period.slice(5))}月末推荐名单在库`,
		said(onList, asked),
		...(issued?.plot != null ? ['，当月发行', said(issued, asked)] : []),
		...(conversion?.plot != null ? ['，名单转化率', said(conversion, asked)] : []),
		...(stalled
			? [
					own ? '；本单位推荐的' : '；',
					{ text: `${stalled}户`, tone: 'warn' as const },
					`在同一阶段停留超过${stalledAfter}天。`
				]
			: ['。'])
	];
}

/** Stages in order: how many wait there, how long in the middle and at most, how many too long. */
function stageTable(list: readonly Waiting[]): TableRow[] {
	return [...onTheWay].flatMap((step): TableRow[] => {
		const days = list
			.filter((one) => one.step === step)
			.map((one) => one.days)
			.sort((a, b) => a - b);
		if (!days.length) return [];
		const middle = rational(
			(days[Math.floor((days.length - 1) / 2)] ?? 0) + (days[Math.ceil((days.length - 1) / 2)] ?? 0),
			2
		);
		const late = days.filter((one) => one > stalledAfter).length;
		return [
			{
				key: step,
				cells: {
					step: bondSteps.at.get(step)?.label ?? step,
					count: { text: String(days.length), value: days.length },
					middle: { text: format(middle, 'day'), value: Number(toFixed(middle, 1)) },
					longest: { text: String(days.at(-1)), value: days.at(-1) ?? 0 },
					late: { text: String(late), value: late, ...(late ? { tone: 'warn' as const } : {}) }
				}
			}
		];
	});
}

type Named = (uscc: string) => TableCell;

const waitingRow = (one: Waiting, named: Named): TableRow => ({
	key: one.uscc,
	cells: {
		name: named(one.uscc),
		step: bondSteps.at.get(one.step)?.label ?? one.step,
		since: one.since,
		days: { text: String(one.days), value: one.days },
		unit: one.unit ? (units.at.get(one.unit)?.label ?? '—') : '—'
	}
});

/** Rows as listed, and how many there are: a list that is cut says so. */
interface Listed {
	readonly rows: readonly TableRow[];
	readonly count: number;
}
const none: Listed = { rows: [], count: 0 };
const latest = (rows: readonly TableRow[], most: number): Listed => ({
	rows: rows.slice(0, most),
	count: rows.length
});

/** Who came onto the list and who left it in the year so far, the latest first. */
function moves(ledger: Ledger, asker: Asker, asked: Asked, named: Named): Listed {
	const [from, end] = [`${asked.period.slice(0, 4)}-01-01`, endOf(asked.period)];
	const inYear = (date: string): boolean => date >= from && date <= end;
	const rows = new LedgerInput(ledger)
		.history(bondCandidate, lastMonth(asked.period))
		.filter(({ values }) => seesOne(asker, text(values.recommendedBy) || null))
		.flatMap(({ values }) => {
			const [uscc, listedOn, leftOn] = [text(values.uscc), text(values.listedOn), text(values.leftOn)];
			const name = named(uscc);
			const by = units.at.get(text(values.recommendedBy))?.label ?? '';
			return [
				...(inYear(listedOn)
					? [
							{
								on: listedOn,
								uscc,
								cells: { name, on: listedOn, move: '调入', by, why: text(values.reason) }
							}
						]
					: []),
				...(leftOn && inYear(leftOn)
					? [
							{
								on: leftOn,
								uscc,
								cells: {
									name,
									on: leftOn,
									move: '调出',
									by,
									why: leftReasons.at.get(text(values.leftReason))?.label ?? ''
								}
							}
						]
					: [])
			];
		});
	return latest(
		rows
			.sort((a, b) => (a.on < b.on ? 1 : -1))
			.map((row): TableRow => ({ key: `${row.uscc} ${row.cells.move} ${row.on}`, cells: row.cells })),
		40
	);
}

/** Bonds issued in the year so far, the latest first. */
function issues(ledger: Ledger, asked: Asked, names: ReadonlyMap<string, string>): Listed {
	const [from, end] = [`${asked.period.slice(0, 4)}-01-01`, endOf(asked.period)];
	const rows = new LedgerInput(ledger)
		.history(bondIssue, lastMonth(asked.period))
		.map(({ values }) => values)
		.filter((values) => text(values.issuedOn) >= from && text(values.issuedOn) <= end)
		.sort((a, b) => (text(a.issuedOn) < text(b.issuedOn) ? 1 : -1))
		.map((values): TableRow => {
			const uscc = text(values.uscc);
			const whole = (name: string): bigint => BigInt(Number(values[name] ?? 0));
			return {
				key: text(values.bondCode),
				cells: {
					code: text(values.bondCode),
					name: { text: names.get(uscc) ?? uscc, href: `/roster/${uscc}` },
					kind: bondKinds.at.get(text(values.kind))?.label ?? '',
					market: bondMarkets.at.get(text(values.market))?.label ?? '',
					amount: { text: format(rational(whole('issued')), 'yiYuan'), value: Number(whole('issued')) },
					on: text(values.issuedOn),
					term: { text: toFixed(rational(whole('termYears'), 100), 2), value: Number(whole('termYears')) },
					coupon: {
						text: grouped(toFixed(rational(whole('coupon'), 100_000), 2)),
						value: Number(whole('coupon'))
					}
				}
			};
		});
	return latest(rows, 60);
}

/** Columns of the tables of the page, in one place. */
export const bondColumns: Readonly<
	Record<'stages' | 'stalled' | 'moves' | 'issues', readonly TableColumn[]>
> = {
	stages: [
		{ key: 'step', label: '阶段' },
		{ key: 'count', label: '在此阶段', unit: '户', align: 'right', sortable: true },
		{ key: 'middle', label: '停留中位数', unit: '天', align: 'right', sortable: true },
		{ key: 'longest', label: '停留最长', unit: '天', align: 'right', sortable: true },
		{ key: 'late', label: `超${stalledAfter}天`, unit: '户', align: 'right', sortable: true }
	],
	stalled: [
		{ key: 'name', label: '企业', sortable: true, wrap: true, width: '19em' },
		{ key: 'step', label: '阶段', sortable: true },
		{ key: 'since', label: '进入日期', sortable: true },
		{ key: 'days', label: '已停留', unit: '天', align: 'right', sortable: true },
		{ key: 'unit', label: '推荐单位', sortable: true }
	],
	moves: [
		{ key: 'on', label: '日期' },
		{ key: 'move', label: '调整' },
		{ key: 'name', label: '企业', wrap: true, width: '19em' },
		{ key: 'by', label: '推荐单位' },
		{ key: 'why', label: '理由', wrap: true }
	],
	issues: [
		{ key: 'code', label: '债券代码' },
		{ key: 'name', label: '发行人', wrap: true, width: '19em', sortable: true },
		{ key: 'kind', label: '品种', sortable: true },
		{ key: 'market', label: '市场', sortable: true },
		{ key: 'amount', label: '发行金额', unit: '亿元', align: 'right', sortable: true },
		{ key: 'on', label: '发行日期', sortable: true },
		{ key: 'term', label: '期限', unit: '年', align: 'right', sortable: true },
		{ key: 'coupon', label: '票面利率', unit: '%', align: 'right', sortable: true }
	]
};
