import { endOf } from '#core/period.ts';
import { datasets } from '#datasets/index.ts';
import { units } from '#codes/unit.ts';
import type { ClauseLight, TableRow } from '#figures/show.ts';
import { targetText } from '#indicators/define.ts';
import { clauses, notice } from '#policy/clauses.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { seesClause } from '#lib/server/access/rights.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import type { Asked } from './dashboards.ts';
import { clauseLight, litOf, toneOf, type Lit } from './dashboards-lights.ts';
import { becauseOf, cellOf, changeCell, changeIn, passportOf, told } from './dashboards-words.ts';

const unitNames = (codes: readonly string[]): string[] =>
	codes.map((code) => units.at.get(code)?.label ?? code);

/** 条款总览: every clause in the asker's charge with its units, how it is measured, and its light. */
export function clauseList(ledger: Ledger, asker: Asker, asked: Asked) {
	const list = clauses
		.filter(({ number }) => seesClause(asker, number))
		.map((clause) => {
			const lit = litOf(ledger, asker, clause.number, asked);
			return {
				number: clause.number,
				numeral: clause.numeral,
				chapter: clause.chapter,
				title: clause.title,
				units: unitNames(clause.units),
				indicators: lit.length,
				light: clauseLight(clause, lit),
				because: worstReason(lit)
			};
		});
	return { notice, own: asker.unit, clauses: list, measured: list.filter((one) => one.indicators).length };
}

/** The reason of the light that decides a clause's. */
function worstReason(list: readonly Lit[]): string | null {
	const found = ['red', 'amber', 'green'].flatMap((light) =>
		list.filter((one) => one.judgement?.light === light)
	)[0];
	return found ? told(found) : null;
}

const valueText = ({ now }: Lit): string =>
	now?.plot == null ? (now?.display ?? '—') : `${now.display}${now.unit}`;

/** One clause: its text, units, indicators as they stand, and the datasets they rest on; `null` if there is none in the asker's charge. */
export function clausePage(ledger: Ledger, asker: Asker, number: string, asked: Asked) {
	const clause = clauses.find((one) => String(one.number) === number);
	if (!clause || !seesClause(asker, clause.number)) return null;
	const list = litOf(ledger, asker, clause.number, asked);
	const light: ClauseLight = clauseLight(clause, list);
	const rows: TableRow[] = list.map((one) => ({
		key: one.indicator.id,
		cells: {
			code: one.indicator.code,
			label: { text: one.indicator.label, href: `/indicators/${one.indicator.id}` },
			value: { ...cellOf(one.now, passportOf(one.now, asked)), text: valueText(one) },
			change: changeCell(changeIn(one.now)),
			light: one.judgement
				? {
						text: { green: '正常', amber: '关注', red: '预警' }[one.judgement.light],
						tone: toneOf[one.judgement.light]
					}
				: '',
			because: becauseOf(one) || (targetText(one.indicator, parametersOf(ledger), endOf(asked.period)) ?? '')
		}
	}));
	const mine = clauses.map(({ number: one }) => one).filter((one) => seesClause(asker, one));
	const parts = clause.text.split('（责任单位：');
	return {
		notice,
		clause: { ...clause, text: parts[0] ?? clause.text, units: unitNames(clause.units) },
		light,
		targets: [...new Map(clause.targets.map((target) => [target.wording, Boolean(target.parameter)]))].map(
			([wording, numeric]) => ({ wording, numeric })
		),
		rows,
		filed: [...datasets.values()]
			.filter((dataset) => dataset.clause === clause.number)
			.map((dataset) => ({ id: dataset.id, label: dataset.label, definition: dataset.definition })),
		before: mine.findLast((one) => one < clause.number) ?? null,
		after: mine.find((one) => one > clause.number) ?? null
	};
}
