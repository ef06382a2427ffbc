import { periodLabel } from '#core/period.ts';
import { format } from '#core/number.ts';
import { divide, isZero } from '#core/rational.ts';
import { dimensionOf, isDimension, type DimensionId } from '#formula/dimensions.ts';
import { reasonLabels, signOf } from '#formula/reason.ts';
import type { Option, Sentence, TableColumn, TableRow } from '#figures/show.ts';
import { indicatorOf } from '#indicators/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import { isCleared } from '#lib/server/access/clearance.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import type { Asked } from './dashboards.ts';
import { isPartial, lit, type Lit } from './dashboards-lights.ts';
import { peerTable } from './dashboards-peers.ts';
import { aheadBy, cellOf, grewBy, passportOf, said, tileOf, withoutNumber } from './dashboards-words.ts';
import { isDrawn, shownFigure } from './figure.ts';
import { passportAddress } from './figure-series.ts';
import { observe } from './observe.ts';
import type { Observation } from './types.ts';

const kinds: readonly DimensionId[] = [
	'label',
	'district',
	'institution',
	'size',
	'guarantee',
	'industry',
	'ownership',
	'term'
];

/** 贷款增长: balance and borrowers, growth against all loans, who contributes, coverage, rates, and a table by any dimension. */
export function loansPage(
	ledger: Ledger,
	asker: Asker,
	asked: Asked,
	by: string | null,
	institution: string | null
) {
	const byInstitution = isCleared(ledger, asker, 'institutions');
	const chosen =
		institution && !asker.institution && byInstitution
			? institutions(ledger).find((one) => one.id === institution)
			: undefined;
	const where = chosen ? { institution: chosen.id } : undefined;
	const params = { ...asked, ...(where ? { where } : {}) };
	const read = (code: string) =>
		lit(ledger, asker, indicatorOf(code), asked, { ...(where ? { where } : {}), comparable: true });
	const [balance, borrowers, rate, bad] = ['M04-8', 'M04-9', 'M04-12', 'M04-13'].map(read);
	const whole = !where && !asker.institution;
	const open = whole && byInstitution;
	const [excess, coverage] = whole ? ['M04-10', 'M04-11'].map(read) : [];
	const dimension: DimensionId =
		by && isDimension(by) && kinds.includes(by) && (open || by !== 'institution') ? by : 'label';
	const figure = (id: string, width?: number) => shownFigure(ledger, asker, id, params, width);
	const { filed = 0, expected = 0 } = balance?.now?.coverage ?? {};
	return {
		late: isPartial(balance?.now) ? expected - filed : 0,
		of: chosen?.shortName ?? null,
		sentence: sentence(
			asked,
			asker.institution ? '本机构' : (chosen?.shortName ?? ''),
			balance?.now,
			borrowers?.now,
			excess
		),
		head: balance?.now ? headOf(balance.now) : null,
		tiles: [balance, borrowers, excess, coverage, rate, bad].flatMap((one) =>
			one
				? [
						tileOf(
							one,
							asked,
							one.comparable && one.now
								? {
										value: one.comparable.display,
										href: null,
										note: `可比口径；按已报数${one.now.display}${one.now.unit}`,
										change: null
									}
								: {}
						)
					]
				: []
		),
		figures: [
			figure('loan-balance', 640),
			figure('loan-borrowers', 640),
			...(whole
				? [
						figure('loan-growth-compared', 640),
						figure('loan-contribution', 640),
						figure('loan-coverage', 640)
					]
				: []),
			figure('loan-rate', 640)
		].filter(isDrawn),
		by: dimension,
		dimensions: kinds
			.filter((kind) => open || kind !== 'institution')
			.map((kind): Option => ({ value: kind, label: dimensionOf(kind).label })),
		table: breakdown(ledger, asker, asked, dimension, where),
		bars: figure(`indicator-tech-loan-balance--${dimension}`, 640),
		peers: asker.institution ? peerTable(ledger, asker, asked, ['M04-8', 'M04-9', 'M04-12', 'M04-13']) : null
	};
}

/** As-of, coverage and version of the number a page is about. */
export const headOf = (one: Observation) => ({
	status: one.status,
	coverage: { filed: one.coverage.filed, expected: one.coverage.expected },
	version: one.version
});

function sentence(
	asked: Asked,
	whose: string,
	balance?: Observation,
	borrowers?: Observation,
	excess?: Lit
): Sentence {
	if (!balance || balance.plot === null) {
		const month = periodLabel(asked.period);
		return [withoutNumber(balance, `${month}${whose}科创企业贷款余额`, `${month}尚无科创企业贷款数据。`)];
	}
	return [
		`${Number(asked.period.slice(5))}月末${whose}科创企业贷款余额`,
		said(balance, asked),
		...grewBy(balance),
		...aheadBy(excess, asked),
		'；获贷企业',
		said(borrowers, asked),
		...grewBy(borrowers),
		'。'
	];
}

const columns: readonly TableColumn[] = [
	{ key: 'balance', label: '余额', unit: '亿元', align: 'right', sortable: true, group: '贷款余额' },
	{ key: 'share', label: '占比', unit: '%', align: 'right', sortable: true, group: '贷款余额' },
	{ key: 'growth', label: '同比', unit: '%', align: 'right', sortable: true, group: '贷款余额' },
	{ key: 'more', label: '同比增减', unit: '亿元', align: 'right', sortable: true, group: '贷款余额' },
	{ key: 'borrowers', label: '户数', unit: '户', align: 'right', sortable: true, group: '获贷企业' },
	{ key: 'borrowerGrowth', label: '同比', unit: '%', align: 'right', sortable: true, group: '获贷企业' },
	{ key: 'rate', label: '新发放利率', unit: '%', align: 'right', sortable: true, group: '利率' }
];

/** One row per key: balance, share, growth, borrowers, rate; the de-duplicated total first. */
function breakdown(
	ledger: Ledger,
	asker: Asker,
	asked: Asked,
	by: DimensionId,
	where?: Record<string, string>
) {
	const read = (code: string, compare: boolean) =>
		indicatorOf(code).by.includes(by) ? pair(ledger, asker, asked, code, by, compare, where) : null;
	const [balance, borrowers, rate] = [read('M04-8', true), read('M04-9', true), read('M04-12', false)];
	const row = (
		key: string,
		label: string,
		b?: Observation,
		n?: Observation,
		r?: Observation,
		isTotal = false
	): TableRow => ({
		key,
		total: isTotal,
		cells: {
			name: isTotal ? label : { text: label, value: label },
			balance: cellOf(b, address(b, asked, where)),
			share: shareCell(b, balance?.total),
			growth: cellOf(b?.compare),
			more: b?.compare ? cellOf(b.compare.difference) : '',
			borrowers: cellOf(n, address(n, asked, where)),
			borrowerGrowth: cellOf(n?.compare),
			...(rate ? { rate: cellOf(r, address(r, asked, where)) } : {})
		}
	});
	const at = (list: readonly Observation[] | undefined, key: string) =>
		list?.find((one) => one.keys[by] === key);
	return {
		label: dimensionOf(by).label,
		columns: [
			{ key: 'name', label: dimensionOf(by).label, sortable: true } as TableColumn,
			...columns.filter((column) => column.key !== 'rate' || rate)
		],
		rows: [
			row(
				'total',
				by === 'label' ? '科创企业合计（去重）' : '合计',
				balance?.total,
				borrowers?.total,
				rate?.total,
				true
			),
			...(balance?.list ?? []).map((one) => {
				const key = one.keys[by] ?? '';
				return row(key, one.labels[by] ?? key, one, at(borrowers?.list, key), at(rate?.list, key));
			})
		]
	};
}

const address = (
	one: Observation | undefined,
	asked: Asked,
	where?: Record<string, string>
): string | null =>
	one?.plot == null
		? null
		: where
			? passportAddress({
					indicator: one.indicator,
					period: one.period,
					scope: asked.scope,
					where: { ...where, ...one.keys }
				})
			: passportOf(one, asked);

function pair(
	ledger: Ledger,
	asker: Asker,
	asked: Asked,
	code: string,
	by: DimensionId,
	compare: boolean,
	where?: Record<string, string>
): { total: Observation | undefined; list: Observation[] } {
	const query = {
		indicator: code,
		period: asked.period,
		scope: asked.scope,
		...(compare ? { compare: 'yearOnYear' as const } : {}),
		...(where ? { where } : {})
	};
	return { total: observe(ledger, asker, query)[0], list: observe(ledger, asker, { ...query, by: [by] }) };
}

/** A part of a whole in %, one decimal. */
export function shareCell(part: Observation | undefined, whole: Observation | undefined) {
	if (!part?.exact || !whole?.exact || isZero(whole.exact)) {
		const reason = part?.exact ? whole?.reason : part?.reason;
		return { text: signOf(reason), value: null, ...(reason ? { reason: reasonLabels[reason] } : {}) };
	}
	const share = divide(part.exact, whole.exact);
	return { text: format(share, 'percent'), value: Number(share.n) / Number(share.d) };
}
