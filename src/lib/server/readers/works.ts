import type { Asker } from '#lib/server/access/asker.ts';
import { markedCopy } from '#lib/server/intake/marked-copy.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { clauseList, clausePage } from '#lib/server/observe/dashboards-clauses.ts';
import { bondsPage } from '#lib/server/observe/dashboards-bonds.ts';
import { cockpitPage } from '#lib/server/observe/dashboards-cockpit.ts';
import { indicatorList, indicatorPage } from '#lib/server/observe/dashboards-indicators.ts';
import { loansPage } from '#lib/server/observe/dashboards-loans.ts';
import { passportPage } from '#lib/server/observe/dashboards-passport.ts';
import { places } from '#lib/server/observe/dashboards-places.ts';
import { policyPage } from '#lib/server/observe/dashboards-policy.ts';
import { productsPage } from '#lib/server/observe/dashboards-products.ts';
import { scenarioOf } from '#lib/server/observe/dashboards-scenario.ts';
import { figureFile } from '#lib/server/observe/figure-file.ts';
import { differenceView } from '#lib/server/pages/difference.ts';
import { lookUp, lookUpAll } from '#lib/server/pages/roster.ts';
import { previewPage } from '#lib/server/publish/preview.ts';
import { workbook } from '#lib/server/publish/workbook.ts';

/** What is worked out beside the server, so that no question of one reader makes the others wait; each takes the ledger and who asks. */
export const works = {
	bonds: bondsPage,
	clause: clausePage,
	clauses: clauseList,
	cockpit: cockpitPage,
	difference: differenceView,
	figureFile,
	indicator: indicatorPage,
	indicators: indicatorList,
	loans: loansPage,
	lookUp,
	lookUpAll,
	markedCopy,
	passport: (ledger: Ledger, asker: Asker, query: string) =>
		passportPage(ledger, asker, new URLSearchParams(query)),
	places,
	policy: policyPage,
	preview: previewPage,
	products: productsPage,
	scenario: scenarioOf,
	workbook
} as const;

export type Works = typeof works;
export type WorkName = keyof Works;
/** What a work is given besides the ledger and the asker. */
export type Given<N extends WorkName> =
	Parameters<Works[N]> extends [unknown, unknown, ...infer Rest] ? Rest : never;
export type Answer<N extends WorkName> = Awaited<ReturnType<Works[N]>>;
