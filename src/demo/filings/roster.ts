import { addMonths, periodOf, periodsBetween, type Period } from '#core/period.ts';
import type { Row } from '#datasets/define.ts';
import type roster from '#datasets/roster.ts';
import { rebased } from '../economy.ts';
import { lastRosterQuarter, type Certificate } from '../certificates.ts';
import type { Enterprise } from '../enterprises.ts';
import type { World } from '../world.ts';
import type { DemoFiling } from './filing.ts';

/** Who certifies what. */
const filers = { kw: ['HNTE', 'TSME', 'ZGCHT'], jxj: ['SRDI', 'GIANT', 'DEMO', 'CHAMP', 'HIDDEN'] } as const;
const tenThousand = 1_000_000;
/** The quarter whose filing ends the labels of those who leave as the roster is re-based. */
export const cutQuarter: Period = `${Number(rebased.slice(0, 4)) - 1}Q4`;

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

/** The roster as the two offices hand it in: complete once, then what is new or changed each quarter. */
export function rosterFilings(world: World): DemoFiling[] {
	return periodsBetween(firstQuarterOf(world), lastRosterQuarter).flatMap((quarter, at) =>
		Object.entries(filers).map(([institution, labels]): DemoFiling => {
			const rows = world.enterprises.flatMap((enterprise) =>
				enterprise.certificates
					.filter((row) => (labels as readonly string[]).includes(row.label))
					.filter((row) => isNew(row, quarter, at === 0) || (row.cutTo && quarter === cutQuarter))
					.map((row) => {
						const cut = row.cutTo && quarter >= cutQuarter;
						return rosterRow(enterprise, row, cut ? row.cutTo! : row.validTo);
					})
			);
			return {
				dataset: 'roster',
				institution,
				period: quarter,
				mode: at === 0 ? 'complete' : 'additions',
				rows
			};
		})
	);
}

const isNew = (row: Certificate, quarter: Period, initial: boolean): boolean =>
	initial ? row.knownIn <= quarter : row.knownIn === quarter;

/** The last quarter before the world's first month. */
const firstQuarterOf = (world: World): Period => periodOf(addMonths(world.first, -1), 'quarter');
