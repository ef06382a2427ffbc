import { bankKinds } from '#codes/institution-kind.ts';
import { endOf, type Period } from '#core/period.ts';
import { dimensionOf, type DimensionId } from '#formula/dimensions.ts';
import { units } from '#codes/unit.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { isCleared } from '#lib/server/access/clearance.ts';
import { seesClause, seesIndicator } from '#lib/server/access/rights.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import { observe } from '#lib/server/observe/observe.ts';
import type { OfficialKey, ReportSource } from './observing.ts';
import { receiptsIn } from './receipts.ts';

/** Kinds of institutions that lend. */
const banks: readonly string[] = bankKinds;

/** A report's source in a ledger, as far as the asker may see it. */
export function ledgerSource(ledger: Ledger, asker: Asker, period: Period): ReportSource {
	const parameters = parametersOf(ledger);
	return {
		observe: (query) => observe(ledger, asker, query),
		keysOf: (by) => officialKeys(ledger, by, period),
		parameter: (id, on) => parameters(id as never, on),
		receipts: receiptsIn(ledger),
		sees: (indicator, dimensions = []) =>
			seesIndicator(asker, indicator) &&
			isCleared(ledger, asker, dimensions.includes('institution') ? 'institutions' : 'city'),
		seesClause: (clause) => seesClause(asker, clause),
		office: asker.unit === null ? null : (units.at.get(asker.unit)?.label ?? asker.unit),
		demo: ledger.demo,
		knownAt:
			(prepared(ledger.db, 'select max(acceptedAt) from submission').pluck().get() as string | null) ?? ''
	};
}

/** Keys of a dimension in official order: institutions, of which banks in force at the period's end always have a row, or the code list. */
function officialKeys(ledger: Ledger, by: DimensionId, period: Period): readonly OfficialKey[] {
	if (by === 'institution') {
		const on = endOf(period);
		return institutions(ledger).map(({ id, shortName, kind, from, until }) => {
			const fixed = banks.includes(kind) && from <= on && (!until || until >= on);
			return { key: id, label: shortName, kind, ...(!fixed && { ifAny: true }) };
		});
	}
	return (dimensionOf(by).list?.codes ?? []).map(({ code, label, parent }) => ({
		key: code,
		label,
		...(parent && { parent })
	}));
}
