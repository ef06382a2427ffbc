import {
	addMonths,
	lastMonth,
	periodOf,
	periodsBetween,
	previous,
	startOf,
	type Period
} from '#core/period.ts';
import type { Row } from '#datasets/define.ts';
import type roster from '#datasets/roster.ts';
import { rebased } from '../economy.ts';
import { lastRosterMonth, type Certificate } from '../certificates.ts';
import type { Enterprise } from '../enterprises.ts';
import type { World } from '../world.ts';
import type { DemoFiling } from './filing.ts';

/** Who certifies what. */
const filers = { kw: ['HNTE', 'TSME', 'ZGCHT'], jxj: ['SRDI', 'GIANT', 'DEMO', 'CHAMP', 'HIDDEN'] } as const;
const tenThousand = 1_000_000;
/** The month whose filing ends the labels of those who leave as the roster is re-based. */
const cutMonth: Period = previous(rebased);

function rosterRow(enterprise: Enterprise, certificate: Certificate, validTo: string): Row<typeof roster> {
	return {
		uscc: enterprise.uscc,
		name: enterprise.name,
		label: certificate.label,
		certificateNo: certificate.number,
		issuedOn: certificate.issuedOn,
		validFrom: certificate.validFrom,
		validTo,
		ruleVersion: certificate.rule,
		district: enterprise.districtOnRoster,
		industry: enterprise.trade.industry,
		size: enterprise.size,
		ownership: enterprise.ownership,
		registeredOn: enterprise.registeredOn,
		registeredCapital: enterprise.capital * tenThousand,
		employees: enterprise.staff,
		revenue: enterprise.turnover * tenThousand,
		totalAssets: enterprise.assets * tenThousand,
		strategic: enterprise.trade.strategic ?? null,
		leading: enterprise.trade.leading ?? null,
		listed: enterprise.listed,
		pointsSystem: enterprise.pointsSystem
	};
}

/** The roster as the two offices hand it in: complete once, then what is new or changed; a quarter's file is that of its last month. */
export function rosterFilings(world: World): DemoFiling[] {
	const first = addMonths(world.first, -1);
	return periodsBetween(first, lastRosterMonth).flatMap((month) =>
		Object.entries(filers).flatMap(([institution, labels]): DemoFiling[] => {
			const quarter = periodOf(month, 'quarter');
			const closes = lastMonth(quarter) === month;
			const of = (isDue: (row: Certificate) => boolean) =>
				world.enterprises.flatMap((enterprise) =>
					enterprise.certificates
						.filter((row) => (labels as readonly string[]).includes(row.label) && isDue(row))
						.map((row) =>
							rosterRow(enterprise, row, row.cutTo && month >= cutMonth ? row.cutTo : row.validTo)
						)
				);
			if (month === first)
				return [
					{
						dataset: 'roster',
						institution,
						period: quarter,
						mode: 'complete',
						rows: of((row) => row.knownIn <= month)
					}
				];
			let rows = of((row) => row.knownIn === month || (row.cutTo !== undefined && month === cutMonth));
			if (closes && !rows.length)
				rows = of((row) => row.knownIn >= startOf(quarter).slice(0, 7) && row.knownIn <= month);
			return rows.length
				? [{ dataset: 'roster', institution, period: closes ? quarter : month, mode: 'additions', rows }]
				: [];
		})
	);
}
