import { addMonths, dayNumber } from '#core/period.ts';
import { compare, fromDecimal, zero } from '#core/rational.ts';
import { datasetOf } from '#datasets/index.ts';
import type { Alert } from '#figures/show.ts';
import { lightLabels } from '#indicators/define.ts';
import { indicatorOf } from '#indicators/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { seesSmallCells } from '#lib/server/access/rights.ts';
import { dayIn, filingsOf } from '#lib/server/ledger/filings.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { prepared } from '#lib/server/ledger/open.ts';
import type { Asked } from './dashboards.ts';
import { stalledAfter, waiting } from './dashboards-bonds.ts';
import { lit, toneOf, type Lit } from './dashboards-lights.ts';
import { told } from './dashboards-words.ts';
import { inOrder } from './figure-places.ts';
import { observe } from './observe.ts';

/** How many months in a row, this one included, an indicator's light has not been green; at most a year is looked back. */
function monthsUnmet(ledger: Ledger, asker: Asker, id: string, asked: Asked): number {
	let count = 0;
	for (; count < 12; count += 1) {
		const then = { ...asked, period: addMonths(asked.period, -count) };
		const light = lit(ledger, asker, indicatorOf(id), then).judgement?.light;
		if (!light || light === 'green') break;
	}
	return count;
}

/** Targets of the notice that are missed or in danger. */
function targets(ledger: Ledger, asker: Asker, asked: Asked, lits: readonly Lit[]): Alert[] {
	return lits
		.filter((one) => one.indicator.target && one.judgement && one.judgement.light !== 'green')
		.map((one): Alert => {
			const months = monthsUnmet(ledger, asker, one.indicator.id, asked);
			const light = one.judgement?.light ?? 'amber';
			return {
				tone: toneOf[light],
				word: lightLabels[light],
				text: told(one),
				more: months > 1 ? `已连续${months}个月` : '本月起',
				clause: one.indicator.clause,
				href: `/indicators/${one.indicator.id}`
			};
		});
}

/** Returns past their due date, all datasets of the month in one line per dataset. */
function lateFilings(ledger: Ledger, asker: Asker, asked: Asked): Alert[] {
	const today = dayIn(ledger.now());
	const overdue = filingsOf(ledger, asker, { period: asked.period }).filter((one) => one.overdue);
	const names = new Map(institutions(ledger).map((one) => [one.id, one.shortName]));
	const who = inOrder(ledger, 'institution', [...new Set(overdue.map((one) => one.institution))]);
	if (!who.length) return [];
	const sets = [...new Set(overdue.map((one) => one.dataset))];
	const due = overdue.map((one) => one.dueOn ?? today).sort()[0] ?? today;
	const days = dayNumber(today) - dayNumber(due);
	const first = datasetOf(sets[0] ?? overdue[0]?.dataset ?? '');
	return [
		{
			tone: 'bad',
			word: '迟报',
			text: `${who
				.slice(0, 2)
				.map((id) => names.get(id) ?? id)
				.join(
					'、'
				)}${who.length > 2 ? `等${who.length}家` : ''}未报${Number(asked.period.slice(5))}月${first.label}${sets.length > 1 ? `等${sets.length}张报表` : ''}`,
			more: days > 0 ? `最早应于${due}报，已逾期${days}天` : `应于${due}报`,
			clause: first.clause,
			href: `/filings?period=${asked.period}`
		}
	];
}

/** Banks whose realised rates lie outside what they disclose. */
function deviations(ledger: Ledger, asker: Asker, asked: Asked): Alert[] {
	const indicator = indicatorOf('realised-rate-deviation');
	if (!indicator.by.includes('institution')) return [];
	const found = observe(ledger, asker, {
		indicator: indicator.id,
		period: asked.period,
		scope: asked.scope,
		by: ['institution']
	})
		.filter((one) => one.exact && compare(one.exact, zero) > 0)
		.sort((a, b) => (b.plot ?? 0) - (a.plot ?? 0));
	const [worst] = found;
	if (!worst?.exact || compare(worst.exact, fromDecimal('20000')) < 0) return [];
	return [
		{
			tone: 'warn',
			word: '偏离',
			text: `${worst.labels.institution ?? ''}实际利率比公示中值高${worst.display}${worst.unit}`,
			more: found.length > 1 ? `逐笔与所属产品比较，共${found.length}家偏高` : '仅此一家',
			clause: indicator.clause,
			href: `/products?bank=${worst.keys.institution ?? ''}`
		}
	];
}

/** Enterprises on the bond list that have not moved for long. */
function stalled(ledger: Ledger, asker: Asker, asked: Asked): Alert[] {
	if (asker.institution) return [];
	const list = waiting(ledger, asker, asked);
	const late = list.filter((one) => one.days > stalledAfter);
	if (!late.length) return [];
	const days = list.map((one) => one.days).sort((a, b) => a - b);
	return [
		{
			tone: 'warn',
			word: '停滞',
			text: `${seesSmallCells(asker) ? '' : '本单位'}${late.length}户推荐企业在同一阶段停留超过${stalledAfter}天`,
			more: `最长${late[0]?.days}天，中位数${days[Math.floor(days.length / 2)]}天`,
			clause: 10,
			href: '/bonds'
		}
	];
}

/** Returns sent back and not yet replaced, or the return whose findings were explained most often. */
function quality(ledger: Ledger, asker: Asker, asked: Asked): Alert[] {
	if (asker.institution || !seesSmallCells(asker)) return [];
	const names = new Map(institutions(ledger).map((one) => [one.id, one.shortName]));
	const back = filingsOf(ledger, asker, { period: asked.period }).filter((one) => one.returnedAt);
	const [first] = back;
	if (first)
		return [
			{
				tone: 'warn',
				word: '退回',
				text: `${names.get(first.institution) ?? ''}${datasetOf(first.dataset).label}已退回${back.length > 1 ? `，另有${back.length - 1}份` : ''}`,
				more: first.returnedReason ?? '待重新报送',
				clause: datasetOf(first.dataset).clause,
				href: `/filings?period=${asked.period}`
			}
		];
	const most = prepared(
		ledger.db,
		`select f.institution, f.dataset, s.id, s.explainable as count from filing f
		join submission s on s.filing = f.id and s.acceptedAt is not null and s.endedAt is null
		where f.period = ? and s.explainable > 0 order by s.explainable desc, s.id limit 1`
	).get(asked.period) as { institution: string; dataset: string; id: number; count: number } | undefined;
	if (!most) return [];
	return [
		{
			tone: 'warn',
			word: '质量',
			text: `${names.get(most.institution) ?? ''}${datasetOf(most.dataset).label}有${most.count.toLocaleString('en-US')}处疑问`,
			more: '已逐条说明后入库，当月最多',
			clause: datasetOf(most.dataset).clause,
			href: `/submissions/${most.id}`
		}
	];
}

/** 需要处理的事: at most five, the gravest first, each made by a rule from the values. */
export function alerts(ledger: Ledger, asker: Asker, asked: Asked, lits: readonly Lit[]): Alert[] {
	const all = [
		...targets(ledger, asker, asked, lits),
		...lateFilings(ledger, asker, asked),
		...deviations(ledger, asker, asked),
		...stalled(ledger, asker, asked),
		...quality(ledger, asker, asked)
	];
	const kinds = new Map<string, number>();
	return all
		.filter((one) => {
			const seen = kinds.get(one.word) ?? 0;
			kinds.set(one.word, seen + 1);
			return seen < 2;
		})
		.sort((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'))
		.slice(0, 5);
}
