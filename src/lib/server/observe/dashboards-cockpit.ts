import { addMonths, endOf, previous } from '#core/period.ts';
import { prose } from '#core/number.ts';
import { compare, zero } from '#core/rational.ts';
import type { ClauseLight, Sentence, Tile } from '#figures/show.ts';
import type { Indicator, Light } from '#indicators/define.ts';
import { indicatorOf } from '#indicators/index.ts';
import { clauses } from '#policy/clauses.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { seesSmallCells } from '#lib/server/access/rights.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import type { Asked } from './dashboards.ts';
import { alerts } from './dashboards-alerts.ts';
import { stalledAfter, waiting } from './dashboards-bonds.ts';
import { clauseLight, isPartial, lit, litOf, type Lit } from './dashboards-lights.ts';
import { headOf } from './dashboards-loans.ts';
import { aheadBy, changeOf, grewBy, said, tileOf, withoutNumber } from './dashboards-words.ts';
import { shownFigure } from './figure.ts';
import { observe } from './observe.ts';

const rank: Readonly<Record<Light, number>> = { green: 0, amber: 1, red: 2 };

/** 驾驶舱: one sentence, the key numbers, three figures, what must be dealt with, the fifteen clauses, what changed since last month. */
export function cockpitPage(ledger: Ledger, asker: Asker, asked: Asked) {
	const shown = new Set(['M04-8', 'M04-9', 'M04-10', 'M04-11', 'M04-12']);
	const lits = clauses.flatMap((clause) => litOf(ledger, asker, clause.number, asked, shown));
	const of = (code: string): Lit | undefined => lits.find((one) => one.indicator.code === code);
	const lights = clauses.map((clause) =>
		clauseLight(
			clause,
			lits.filter((one) => one.indicator.clause === clause.number)
		)
	);
	const balance = of('M04-8')?.now;
	return {
		sentence: sentence(asked, of),
		head: balance ? headOf(balance) : null,
		tiles: tiles(ledger, asker, asked, of),
		figures: ['loan-balance', 'key-area-share', 'loan-growth-compared'].map((id) =>
			shownFigure(ledger, asker, id, asked, 440)
		),
		alerts: alerts(ledger, asker, asked, lits),
		lights,
		changed: changed(ledger, asker, asked, lits, lights)
	};
}

type Of = (code: string) => Lit | undefined;

function sentence(asked: Asked, of: Of): Sentence {
	const [balance, share, gap] = ['M04-8', 'M04-1', 'M04-1a'].map((code) => of(code)?.now);
	if (!balance || balance.plot === null)
		return [
			withoutNumber(balance, '科创企业贷款余额', '这个月还没有可用的数据；请换一个期间，或先完成报送。')
		];
	const short = gap?.exact ? compare(gap.exact, zero) > 0 : null;
	return [
		`${Number(asked.period.slice(5))}月末科创企业贷款余额`,
		said(balance, asked),
		...grewBy(balance),
		...aheadBy(of('M04-10'), asked),
		...(share?.plot != null
			? ['；政策资金投向重点领域', said(share, asked, short === null ? 'none' : short ? 'bad' : 'good')]
			: []),
		...(short === null ? ['。'] : short ? ['，距目标尚差', said(gap, asked), '。'] : ['，达到目标。'])
	];
}

function tiles(ledger: Ledger, asker: Asker, asked: Asked, of: Of): Tile[] {
	const spark = (indicator: Indicator): (number | null)[] =>
		observe(ledger, asker, {
			indicator: indicator.id,
			from: previous(asked.period, 12),
			to: asked.period,
			scope: asked.scope
		}).map((one) => (isPartial(one) ? null : one.plot));
	const tile = (code: string, more: Partial<Tile> = {}): Tile[] => {
		const one = of(code);
		return one ? [tileOf(one, asked, { spark: spark(one.indicator), ...more })] : [];
	};
	const excess = of('M04-10')?.comparable ?? of('M04-10')?.now;
	const faster = excess?.plot != null && excess.plot > 0;
	const late = asker.institution
		? 0
		: waiting(ledger, asker, asked).filter((one) => one.days > stalledAfter).length;
	const target = parametersOf(ledger)('keyAreaShare', endOf(asked.period));
	return [
		...tile('M04-8', {
			tag:
				excess?.plot == null
					? null
					: faster
						? { tone: 'good', word: '快于各项' }
						: { tone: 'warn', word: '慢于各项' }
		}),
		...tile('M04-9'),
		...tile('M04-11'),
		...tile('M04-12'),
		...tile('M04-1', {
			...(target ? { change: null, note: `目标不低于${prose(target, 'percent')}%` } : {})
		}),
		...tile('M06-2'),
		...tile('M10-1', {
			tag: late ? { tone: 'warn', word: `${seesSmallCells(asker) ? '' : '本单位'}${late}户停滞` } : null
		})
	];
}

/** What became better or worse since the month before, by clause and by indicator. */
function changed(
	ledger: Ledger,
	asker: Asker,
	asked: Asked,
	lits: readonly Lit[],
	lights: readonly ClauseLight[]
) {
	const before = { ...asked, period: addMonths(asked.period, -1) };
	const tones = { none: -1, good: 0, warn: 1, bad: 2 } as const;
	const then = new Map(
		lits.map((one) => [one.indicator.id, one.judgement ? lit(ledger, asker, one.indicator, before) : null])
	);
	const [better, worse] = [[] as string[], [] as string[]];
	for (const one of lits) {
		const was = then.get(one.indicator.id)?.judgement;
		if (!one.judgement || !was) continue;
		const step = rank[one.judgement.light] - rank[was.light];
		if (step < 0) better.push(one.indicator.label);
		if (step > 0) worse.push(one.indicator.label);
	}
	const moved = clauses.flatMap((clause, i) => {
		const list = lits.filter((one) => one.indicator.clause === clause.number);
		const earlier = clauseLight(
			clause,
			list.map((one) => then.get(one.indicator.id) ?? { ...one, judgement: null })
		);
		const now = lights[i];
		return now && now.tone !== 'none' && earlier.tone !== 'none'
			? [tones[now.tone] - tones[earlier.tone]]
			: [];
	});
	const [up, down] = [moved.filter((step) => step < 0).length, moved.filter((step) => step > 0).length];
	return {
		note:
			up || down
				? `比上月：${[up ? `${up}条好转` : '', down ? `${down}条转差` : ''].filter(Boolean).join('，')}`
				: '比上月：各条未变',
		better,
		worse,
		numbers: ['M04-8', 'M04-9', 'M04-12', 'M04-1', 'M04-2a', 'M06-2', 'M06-6b', 'M10-1', 'M10-4'].flatMap(
			(code) => {
				const indicator = indicatorOf(code);
				if (!indicator.comparisons.includes('monthOnMonth')) return [];
				const query = {
					indicator: code,
					period: asked.period,
					scope: asked.scope,
					compare: 'monthOnMonth' as const
				};
				const raw = observe(ledger, asker, query)[0];
				const one = isPartial(raw) ? observe(ledger, asker, { ...query, likeForLike: true })[0] : raw;
				const change = changeOf(one?.compare, isPartial(one));
				return change && change.direction !== 'none'
					? [
							{
								label: indicator.label,
								change: { ...change, label: change.label.startsWith('可比') ? '（可比）' : '' }
							}
						]
					: [];
			}
		)
	};
}
