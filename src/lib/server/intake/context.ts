import type { CheckContext } from '#checks/define.ts';
import { endOf, type Period } from '#core/period.ts';
import { toNumber } from '#core/rational.ts';
import type { Dataset, Row, Values } from '#datasets/define.ts';
import roster from '#datasets/roster.ts';
import { factTableName } from '#drizzle/facts.ts';
import { stored } from '#lib/server/ledger/facts.ts';
import { owes } from '#lib/server/ledger/filings.ts';
import { submissionsInForce } from '#lib/server/ledger/in-force.ts';
import type { Institution } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import { historyInForce, rowsInForce } from '#lib/server/warehouse/input.ts';
import type { ParameterId } from '#policy/parameters.ts';

/** What the checks of one filing may ask of the ledger, with the filer's codes. */
export type LedgerContext = CheckContext & {
	readonly institution: Institution;
	/** Whether a dataset is in force for the period: the filer's own if it owes it, anybody's otherwise. */
	has(dataset: Dataset): boolean;
};

interface Held {
	readonly label: string;
	readonly from: string;
	readonly to: string | null;
}
type Labels = ReadonlyMap<string, readonly Held[]>;

/** The roster by enterprise, kept until another roster comes into force. */
const rosters = new WeakMap<Ledger, { key: string; labels: Labels }>();

function labelsInForce(ledger: Ledger, period: Period): Labels {
	const key = `${period} ${submissionsInForce(ledger, roster.id, { upTo: period })
		.map(({ id }) => id)
		.join(' ')}`;
	const known = rosters.get(ledger);
	if (known?.key === key) return known.labels;
	const labels = new Map<string, Held[]>();
	for (const row of historyInForce(ledger, roster, period) as unknown as readonly Row<typeof roster>[]) {
		if (row.uscc === null || row.label === null || row.validFrom === null) continue;
		const held = { label: row.label, from: row.validFrom, to: row.validTo };
		const before = labels.get(row.uscc);
		if (before) before.push(held);
		else labels.set(row.uscc, [held]);
	}
	rosters.set(ledger, { key, labels });
	return labels;
}

/** Answers the questions of checks from what is in force now. */
export function contextOf(
	ledger: Ledger,
	dataset: Dataset,
	institution: Institution,
	period: Period
): LedgerContext {
	const kept = new Map<string, unknown>();
	const once = <T>(key: string, build: () => T): T => {
		if (!kept.has(key)) kept.set(key, build());
		return kept.get(key) as T;
	};
	const parameter = parametersOf(ledger);
	const periodEnd = endOf(period);
	const filed = (of: Dataset, at: Period, by?: string): boolean =>
		submissionsInForce(ledger, of.id, {
			...(of.nature === 'register' ? { upTo: at } : { period: at }),
			...(by && { institution: by })
		}).length > 0;
	return {
		dataset: dataset.id,
		period,
		periodEnd,
		institution,
		once,
		has: (of) => filed(of, period, owes(of, institution, period) ? institution.id : undefined),
		rows: <D extends Dataset>(of: D, at: Period = period) =>
			once(`\u0000rows ${of.id} ${at}`, () =>
				filed(of, at, institution.id)
					? (rowsInForce(ledger, of, at, { institution: institution.id }) as unknown as readonly Row<D>[])
					: null
			),
		allRows: <D extends Dataset>(of: D, at: Period = period) =>
			once(`\u0000all ${of.id} ${at}`, () => rowsInForce(ledger, of, at) as unknown as readonly Row<D>[]),
		valuesOfOthers(of, column, { period: at = period, where = {} } = {}) {
			const others = submissionsInForce(ledger, of.id, { period: at })
				.filter((one) => one.institution !== institution.id)
				.map(({ id }) => id);
			const wanted = Object.entries(where);
			const found = prepared(
				ledger.db,
				`select distinct "${column}" from ${factTableName(of)} where submission in (select value from json_each(?))
				and "${column}" is not null${wanted.map(([name]) => ` and "${name}" is ?`).join('')}`
			)
				.pluck()
				.all(JSON.stringify(others), ...wanted.map(([, value]) => stored(value as Values[string])));
			return new Set(found as string[]);
		},
		labelsOf(uscc, on) {
			const held = once('\u0000labels', () => labelsInForce(ledger, period)).get(uscc) ?? [];
			return [
				...new Set(
					held.filter(({ from, to }) => from <= on && (to === null || on <= to)).map((one) => one.label)
				)
			];
		},
		parameter(id, on = periodEnd, key) {
			const value = parameter(id as ParameterId, on, key);
			return value === null ? null : toNumber(value);
		}
	};
}
