import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import policyQuota from '#datasets/policy-quota.ts';
import roster from '#datasets/roster.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { receive, submitFile } from '#lib/server/intake/submit.ts';
import { submissionsInForce } from '#lib/server/ledger/in-force.ts';
import { csv, exampleRow, office, usccOf, type Office } from './filer.ts';

let at: Office & { clock: { now: string } };
beforeEach(() => {
	at = office();
});
afterEach(() => at.close());

const rosterFile = (...rows: Record<string, unknown>[]) =>
	csv(roster, rows.map((row) => ({ ...exampleRow(roster), ...row })));
const hand = (content: Buffer, given: Partial<Parameters<typeof submitFile>[2]> = {}, asker: Asker = consoleAsker) =>
	submitFile(at.ledger, asker, { dataset: 'roster', institution: 'kw', period: '2026Q3', content, fileName: '名录.csv', ...given });

describe('a file handed in', () => {
	test('without faults is ready to be signed, and in force only then', async () => {
		const done = await hand(rosterFile({}, { uscc: usccOf(11) }));
		expect(done).toMatchObject({ state: 'ready', rows: 2, findings: [], receipt: '2026Q3-kw-0001' });
		expect(submissionsInForce(at.ledger, 'roster', { upTo: '2026-09' })).toEqual([]);
	});
});
