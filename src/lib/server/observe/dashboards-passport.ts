import { moment } from '#core/moment.ts';
import { endOf, isPeriod, periodLabel } from '#core/period.ts';
import { grouped, notPublished } from '#core/number.ts';
import { fromDecimal, rational, toFixed, type Rational } from '#core/rational.ts';
import { unitOf, type UnitId } from '#core/unit.ts';
import { readings } from '#formula/evaluate.ts';
import { dimensionOf, isDimension } from '#formula/dimensions.ts';
import { inScope, type Leaf } from '#formula/formula.ts';
import { reasonLabels } from '#formula/reason.ts';
import type { Station, TableCell, TableColumn, TableRow } from '#figures/show.ts';
import { indicators } from '#indicators/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { seesRowsOf } from '#lib/server/access/rights.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { figureParams } from './dashboards.ts';
import { changeIn } from './dashboards-words.ts';
import { observe, orderOf } from './observe.ts';
import { passport, type Passport } from './passport.ts';
import type { ObserveQuery } from './types.ts';

/** Rows on one page of the passport. */
const pageSize = 50;

/** An exact amount in base units as one reads it: 元 for money, the plain number for everything counted. */
function inPlain(text: string | null, leaf: Leaf | undefined): TableCell {
	if (text === null) return { text: '—', value: null };
	const [top = '0', bottom] = text.split('/');
	const exact: Rational = bottom ? rational(BigInt(top), BigInt(bottom)) : fromDecimal(top);
	const kind = leaf?.column ? leaf.source.columns[leaf.column]?.kind : undefined;
	const money =
		kind === 'money' && leaf?.op !== 'count' && leaf?.op !== 'distinct' && leaf?.op !== 'sumProduct';
	const shown = money ? rational(exact.n, exact.d * 100n) : exact;
	const places = money ? 2 : shown.d === 1n ? 0 : 4;
	return { text: `${grouped(toFixed(shown, places))}${money ? '元' : ''}`, value: Number(toFixed(shown, 4)) };
}

const unitless = (cell: TableCell): TableCell => ({ ...cell, text: cell.text.replace(/元$/, '') });
const short = (hash: string): string => `${hash.slice(0, 8)}…${hash.slice(-8)}`;

/** 数字护照 of the number an address asks for; `null` if there is none for the asker. */
export function passportPage(ledger: Ledger, asker: Asker, search: URLSearchParams) {
	const indicator = indicators.get(search.get('indicator') ?? '');
	const asked = figureParams(ledger, search);
	const at = search.get('period') ?? asked.period;
	if (!indicator || !isPeriod(at)) return null;
	// Another institution’s number is no number to this one’s people, nor is its name.
	const named = asked.where?.institution?.split(',') ?? [];
	if (asker.institution !== null && named.some((one) => one !== asker.institution)) return null;
	const whole = (name: string): number =>
		Math.min(1_000_000, Math.max(0, Math.trunc(Number(search.get(name)) || 0)));
	const page = Math.max(1, whole('page'));
	const query: ObserveQuery = {
		indicator: indicator.id,
		period: at,
		scope: asked.scope,
		...(asked.where ? { where: splitKeys(asked.where) } : {}),
		...(asked.asOf ? { asOf: asked.asOf } : {})
	};
	const found = passport(ledger, asker, {
		...query,
		leaf: whole('leaf'),
		offset: (page - 1) * pageSize,
		limit: pageSize
	});
	const leaves = readings(inScope(indicator.formula, asked.scope), at).map(({ leaf }) => leaf);
	const first = leaves[0];
	const compare = indicator.comparisons.includes('yearOnYear')
		? observe(ledger, asker, { ...query, compare: 'yearOnYear' })[0]
		: undefined;
	const { observation } = found;
	const place = Object.entries(asked.where ?? {}).map(([dimension, keys]) => ({
		dimension: isDimension(dimension) ? dimensionOf(dimension).label : dimension,
		key: keys
			.split(',')
			.map((key) => (isDimension(dimension) ? orderOf(ledger, dimension).label(key) : key))
			.join('、')
	}));
	return {
		indicator: { id: indicator.id, code: indicator.code, label: indicator.label },
		subject: [
			...place.map((one) => one.key),
			periodLabel(at),
			...(indicator.scoped && asked.scope === 'national' ? ['国家口径'] : [])
		],
		value: observation.display,
		notPublished: found.withheld,
		unit: observation.plot === null ? '' : observation.unit,
		exact: observation.value === null ? null : exactly(observation.value, observation.unit, indicator.unit),
		change: changeIn(compare),
		asOf: asked.asOf ?? endOf(at),
		status: observation.status,
		coverage: { filed: observation.coverage.filed, expected: observation.coverage.expected },
		version: observation.version,
		stations: stations(found, place, leaves),
		leaves: found.leaves.map((leaf, i) => ({
			words: leaf.words,
			period: periodLabel(leaf.period),
			value:
				leaf.value === null && leaf.reason === reasonLabels.suppressed
					? notPublished
					: inPlain(leaf.value, leaves[i]).text,
			reason: leaf.reason ?? null,
			overall: leaf.overall
		})),
		leaf: found.facts.leaf,
		submissions: found.submissions.map((one): TableRow => submissionRow(asker, one, first)),
		moneyUnit: /元$/.test(inPlain('100', first).text) ? '元' : '',
		facts: factTable(asker, found),
		page,
		size: pageSize,
		total: found.facts.total,
		withheld: found.facts.withheld,
		masked: found.facts.rows.some((row) => row.masked)
	};
}

const splitKeys = (where: Readonly<Record<string, string>>): Record<string, string | string[]> =>
	Object.fromEntries(
		Object.entries(where).map(([name, keys]) => [name, keys.includes(',') ? keys.split(',') : keys])
	);

/** The value to the last 分 or unit, beside the rounded one. */
function exactly(value: string | number, unit: string, id: UnitId): string {
	if (typeof value === 'string') return `${grouped(value)}元`;
	if (unitOf(id).base === 'fraction') return `${(value * 100).toFixed(6)}${unit}`;
	return `${value.toLocaleString('en-US', { maximumFractionDigits: 6 })}${unit}`;
}

function stations(
	found: Passport,
	place: readonly { dimension: string; key: string }[],
	leaves: readonly Leaf[]
): Station[] {
	const { indicator, observation, submissions } = found;
	const cells = found.leaves.flatMap((leaf, i) =>
		leaf.cells.slice(-3).map((cell) => `${periodLabel(cell.month)}：${inPlain(cell.value, leaves[i]).text}`)
	);
	const people = (name: 'uploadedBy' | 'signedBy'): string => {
		const all = [...new Set(submissions.flatMap((one) => one[name] ?? []))];
		return `${all.slice(0, 4).join('、')}${all.length > 4 ? `等${all.length}人` : ''}`;
	};
	const [only] = submissions;
	return [
		{
			title: `指标 ${indicator.code} ${indicator.label}`,
			lines: [indicator.definition, { text: found.formula, kind: 'code' }]
		},
		{
			title: '汇总单元',
			lines: [
				[
					`期间＝${periodLabel(observation.period)}`,
					...place.map((one) => `${one.dimension}＝${one.key}`)
				].join('，'),
				...(found.withheld.length ? ['不予公布'] : cells.length ? cells.slice(0, 6) : ['直接由明细计算'])
			]
		},
		found.withheld.length
			? { title: '报送批次', lines: ['不予公布'] }
			: submissions.length === 1 && only
				? {
						title: `报送批次 ${only.receipt}`,
						lines: [
							`${moment(only.acceptedAt)}入库，第${only.number}次报送`,
							{ text: only.fileName, kind: 'mono' },
							{ text: `SHA-256 ${short(only.sha256)}`, kind: 'mono' },
							...only.ranges.map((text) => ({
								text,
								kind: 'address' as const,
								href: `/submissions/${only.id}`
							}))
						]
					}
				: {
						title: `报送批次 ${submissions.length} 个`,
						lines: [
							`${new Set(submissions.map((one) => one.institution)).size}家机构，${new Set(submissions.map((one) => one.dataset)).size}张报表`,
							{ text: '见文件清单', href: '#files' }
						]
					},
		{
			title: '责任人',
			lines: found.withheld.length
				? ['不予公布']
				: [
						people('uploadedBy') ? `填报 ${people('uploadedBy')}` : '填报人见各批次',
						people('signedBy') ? `复核签署 ${people('signedBy')}` : '签署人见各批次'
					]
		}
	];
}

function submissionRow(
	asker: Asker,
	one: Passport['submissions'][number],
	first: Leaf | undefined
): TableRow {
	const mine = seesRowsOf(asker, one.institution);
	return {
		key: String(one.id),
		cells: {
			institution: one.institutionName,
			dataset: `${one.datasetLabel}，${periodLabel(one.period)}`,
			receipt: mine ? { text: one.receipt, href: `/submissions/${one.id}` } : one.receipt,
			file: mine ? { text: one.fileName, href: `/submissions/${one.id}/original` } : one.fileName,
			hash: short(one.sha256),
			ranges: one.ranges.join('，') || '—',
			contribution: unitless(inPlain(one.contribution, first)),
			replaced: one.replaced
				? `替代第${one.replaced.number}次${one.replaced.difference ? `，差异${inPlain(one.replaced.difference, first).text}` : ''}`
				: '',
			people: [one.uploadedBy && `填报 ${one.uploadedBy}`, one.signedBy && `签署 ${one.signedBy}`]
				.filter(Boolean)
				.join('，'),
			accepted: moment(one.acceptedAt)
		}
	};
}

/** The rows behind the number, each value with its address in the filer's own file. */
function factTable(asker: Asker, found: Passport) {
	const [sample] = found.facts.rows;
	const columns: TableColumn[] = (sample?.cells ?? []).map((cell) => ({
		key: cell.column,
		label: cell.label,
		...(cell.counted ? { align: 'right' as const } : {})
	}));
	const rows = found.facts.rows.map((row, i) => ({
		key: `${row.submission ?? ''}-${row.line ?? i}-${i}`,
		line: row.line,
		href:
			row.submission !== null && seesRowsOf(asker, row.institution) ? `/submissions/${row.submission}` : null,
		cells: Object.fromEntries(
			row.cells.map((cell) => [cell.column, { text: cell.value, where: cell.where, counted: cell.counted }])
		)
	}));
	return { columns, rows };
}

/** Columns of the list of files. */
export const fileColumns: readonly TableColumn[] = [
	{ key: 'institution', label: '机构', sortable: true, wrap: true, width: '10em' },
	{ key: 'dataset', label: '报表', sortable: true, wrap: true, width: '10em' },
	{ key: 'contribution', label: '计入本数', align: 'right', sortable: true },
	{ key: 'file', label: '文件' },
	{ key: 'ranges', label: '位置' },
	{ key: 'receipt', label: '回执' },
	{ key: 'hash', label: 'SHA-256' },
	{ key: 'people', label: '责任人' },
	{ key: 'accepted', label: '入库时间', sortable: true },
	{ key: 'replaced', label: '替代' }
];
