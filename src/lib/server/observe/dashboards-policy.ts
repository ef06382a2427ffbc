import { endOf, periodLabel } from '#core/period.ts';
import { compare, zero, type Rational } from '#core/rational.ts';
import { prose } from '#core/number.ts';
import { policyTools } from '#codes/policy-tool.ts';
import type { Sentence, TableCell, TableColumn, TableRow, Tile } from '#figures/show.ts';
import { indicatorOf } from '#indicators/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import type { Asked } from './dashboards.ts';
import { lit } from './dashboards-lights.ts';
import { headOf, shareCell } from './dashboards-loans.ts';
import { cellOf, passportOf, said, tileOf, withoutNumber } from './dashboards-words.ts';
import { isDrawn, shownFigure } from './figure.ts';
import { inOrder } from './figure-places.ts';
import { observe } from './observe.ts';
import type { Observation } from './types.ts';

const codes = {
	share: 'key-area-share',
	gap: 'key-area-gap',
	needed: 'key-area-needed',
	projection: 'key-area-projection',
	keyArea: 'key-area-funds',
	issued: 'M04-2',
	quota: 'M04-3',
	entities: 'M04-4',
	small: 'M04-5',
	rate: 'M04-6',
	leverage: 'M04-7'
} as const;

/** 政策资金: the year's share in key areas with pace, projection and gap; by tool tree and by bank; quota in use. */
export function policyPage(ledger: Ledger, asker: Asker, asked: Asked) {
	const read = (code: string) => lit(ledger, asker, indicatorOf(code), asked);
	const all = Object.fromEntries(Object.entries(codes).map(([name, code]) => [name, read(code)])) as Record<
		keyof typeof codes,
		ReturnType<typeof read>
	>;
	const target = parametersOf(ledger)('keyAreaShare', endOf(asked.period));
	const figure = (id: string, width?: number) => shownFigure(ledger, asker, id, asked, width);
	return {
		sentence: sentence(
			asked,
			asker.institution ? '本机构' : '',
			all.issued.now,
			all.share.now,
			all.gap.now,
			target
		),
		line: target ? `${prose(target, 'percent')}%` : '',
		head: all.share.now ? headOf(all.share.now) : null,
		tiles: tiles(all, asked),
		figures: [
			'key-area-share',
			'policy-issuance',
			...(asker.institution ? [] : ['policy-by-bank', 'policy-quota'])
		]
			.map((id) => figure(id, 640))
			.filter(isDrawn),
		tools: toolTable(ledger, asker, asked),
		banks: bankTable(ledger, asker, asked, target)
	};
}

function tiles(all: Record<keyof typeof codes, ReturnType<typeof lit>>, asked: Asked): Tile[] {
	const { gap, needed } = all;
	const short = gap.now?.exact ? compare(gap.now.exact, zero) > 0 : null;
	return [
		tileOf(all.share, asked, all.share.judgement ? { note: all.share.judgement.because, change: null } : {}),
		tileOf(gap, asked, {
			label: short === false ? '超出目标' : '距目标缺口',
			value: gap.now?.display.replace('-', '') ?? '—',
			change: null,
			note: short && needed.now?.plot != null ? `全投重点领域还需${needed.now.display}${needed.now.unit}` : ''
		}),
		tileOf(all.projection, asked, { change: null, note: '按当前进度推算' }),
		tileOf(all.issued, asked),
		tileOf(all.quota, asked),
		tileOf(all.entities, asked),
		tileOf(all.small, asked),
		tileOf(all.rate, asked)
	];
}

function sentence(
	asked: Asked,
	whose: string,
	issued: Observation | undefined,
	share: Observation | undefined,
	gap: Observation | undefined,
	target: Rational | null
): Sentence {
	if (!issued || issued.plot === null || !share || share.plot === null)
		return [
			withoutNumber(
				issued?.plot == null ? issued : share,
				`${periodLabel(asked.period)}政策资金投放`,
				`${periodLabel(asked.period)}尚无政策资金数据。`
			)
		];
	const met = gap?.exact ? compare(gap.exact, zero) <= 0 : null;
	const line = target ? `${prose(target, 'percent')}%` : '';
	const month = Number(asked.period.slice(5));
	return [
		month === 1 ? `1月${whose}发放政策资金` : `1—${month}月${whose}累计发放政策资金`,
		said(issued, asked),
		'，投向重点领域',
		said(share, asked, met === null ? 'none' : met ? 'good' : 'bad'),
		...(met === null || !line
			? ['。']
			: met
				? [`，达到${line}的目标。`]
				: [`，低于${line}的目标，缺口`, said(gap, asked), '。'])
	];
}

const columns: readonly TableColumn[] = [
	{ key: 'issued', label: '当年累计发放', unit: '亿元', align: 'right', sortable: true },
	{ key: 'part', label: '占全部', unit: '%', align: 'right', sortable: true },
	{ key: 'growth', label: '同比', unit: '%', align: 'right', sortable: true },
	{ key: 'share', label: '重点领域占比', unit: '%', align: 'right', sortable: true }
];

function by(ledger: Ledger, asker: Asker, asked: Asked, code: string, dimension: string, growing = false) {
	const indicator = indicatorOf(code);
	if (!indicator.by.includes(dimension as never)) return new Map<string, Observation>();
	return new Map(
		observe(ledger, asker, {
			indicator: code,
			period: asked.period,
			scope: asked.scope,
			by: [dimension],
			...(growing && indicator.comparisons.includes('yearOnYear') ? { compare: 'yearOnYear' as const } : {})
		}).map((one) => [one.keys[dimension] ?? '', one])
	);
}

const cellsOf = (
	issued: Observation | undefined,
	share: Observation | undefined,
	total: Observation | undefined,
	asked: Asked
) => ({
	issued: cellOf(issued, passportOf(issued, asked)),
	part: shareCell(issued, total),
	growth: cellOf(issued?.compare),
	share: cellOf(share, passportOf(share, asked))
});

/** The use of a tool's quota; a tool within its parent's quota has none of its own. */
const quotaCell = (one: Observation | undefined, asked: Asked): TableCell =>
	!one || one.reason === 'zero-denominator'
		? { text: '—', value: null, reason: '没有单列额度' }
		: cellOf(one, passportOf(one, asked));

/** Tools as a tree in official order: a parent's numbers include its children's. */
function toolTable(ledger: Ledger, asker: Asker, asked: Asked) {
	const read = (code: string, growing = false) => by(ledger, asker, asked, code, 'tool', growing);
	const [issued, share, quota] = [read(codes.issued, true), read(codes.share), read(codes.quota)];
	const [allIssued, allShare, allQuota] = [codes.issued, codes.share, codes.quota].map(
		(code) => lit(ledger, asker, indicatorOf(code), asked).now
	);
	const total = allIssued;
	const depth = (code: string): number => {
		const parent = policyTools.at.get(code)?.parent;
		return parent ? depth(parent) + 1 : 0;
	};
	const keys = inOrder(ledger, 'tool', [...new Set([...issued.keys(), ...quota.keys()])]);
	const rows: TableRow[] = [
		{
			key: 'total',
			total: true,
			cells: {
				name: '合计',
				...cellsOf(allIssued, allShare, total, asked),
				quota: cellOf(allQuota, passportOf(allQuota, asked))
			}
		},
		...keys.map((key) => ({
			key,
			depth: depth(key),
			cells: {
				name: policyTools.at.get(key)?.label ?? key,
				...cellsOf(issued.get(key), share.get(key), total, asked),
				quota: quotaCell(quota.get(key), asked)
			}
		}))
	];
	return {
		columns: [
			{ key: 'name', label: '政策工具' } as TableColumn,
			...columns.map((column) => ({ ...column, sortable: false })),
			{ key: 'quota', label: '额度使用率', unit: '%', align: 'right' } as TableColumn
		],
		rows
	};
}

/** Banks in official order with how much each is short of its own half. */
function bankTable(ledger: Ledger, asker: Asker, asked: Asked, target: Rational | null) {
	const read = (code: string, growing = false) => by(ledger, asker, asked, code, 'institution', growing);
	const [issued, share, rate, gaps] = [
		read(codes.issued, true),
		read(codes.share),
		read(codes.rate),
		read(codes.gap)
	];
	const total = lit(ledger, asker, indicatorOf(codes.issued), asked).now;
	const rows = [...issued].map(([key, one]): TableRow => {
		const part = share.get(key);
		const gap = gaps.get(key);
		const short = gap?.exact ? compare(gap.exact, zero) > 0 : null;
		return {
			key,
			cells: {
				name: { text: one.labels.institution ?? key, value: one.labels.institution ?? key },
				...cellsOf(one, part, total, asked),
				gap: cellOf(gap, passportOf(gap, asked)),
				rate: cellOf(rate.get(key), passportOf(rate.get(key), asked)),
				met: short !== null ? { text: short ? '未达标' : '达标', tone: short ? 'warn' : 'good' } : ''
			}
		};
	});
	return {
		columns: [
			{ key: 'name', label: '承办机构', sortable: true } as TableColumn,
			...columns,
			{
				key: 'gap',
				label: target ? `距${prose(target, 'percent')}%缺口` : '缺口',
				unit: '亿元',
				align: 'right',
				sortable: true
			} as TableColumn,
			...(rate.size
				? [{ key: 'rate', label: '支持贷款利率', unit: '%', align: 'right', sortable: true } as TableColumn]
				: []),
			{ key: 'met', label: '是否达标' } as TableColumn
		],
		rows
	};
}
