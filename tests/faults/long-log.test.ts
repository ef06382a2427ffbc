import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cutLog, logSize, longestLog } from '#lib/server/ledger/long-log.ts';
import { openReader } from '#lib/server/ledger/open.ts';
import { readiness } from '#lib/server/pages/readiness.ts';
import { tendLog } from '#lib/server/pages/start.ts';
import { closeReaders } from '#lib/server/readers/index.ts';
import { holds } from '../fixtures/invariants.ts';
import { office, type Office } from '../integration/filer.ts';

// Protects the disk from a log that somebody who reads for ever keeps from being cut.
describe('B10: a reader that does not end', () => {
	let here: Office;
	beforeEach(() => {
		here = office();
	});
	afterEach(() => {
		vi.restoreAllMocks();
		closeReaders(here.ledger);
		here.close();
	});

	it(
		'lets the log grow: it is warned of, and cut as soon as nobody reads',
		{ timeout: 120_000 },
		async () => {
			const { db } = here.ledger;
			const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
			const reader = openReader(here.ledger.dir);
			const pages = reader.db
				.prepare('select key from setting union all select username from user')
				.iterate();
			pages.next();
			const put = db.prepare(
				`insert or replace into setting (key, value) values ('long', hex(randomblob(?)))`
			);
			while (logSize(here.ledger) <= longestLog) db.transaction(() => put.run(4 << 20)).immediate();

			expect((await readiness(() => here.ledger)).warnings).toEqual(['log']);
			expect(cutLog(here.ledger)).toBe(false);
			tendLog(here.ledger);
			expect(said.mock.calls.map(([line]) => JSON.parse(String(line)) as object)).toEqual([
				expect.objectContaining({ level: 'error', event: 'log too long', megabytes: expect.any(Number) })
			]);

			pages.return?.();
			tendLog(here.ledger);
			expect(logSize(here.ledger)).toBe(0);
			expect((await readiness(() => here.ledger)).warnings).toEqual([]);
			expect(said).toHaveBeenCalledTimes(1);
			reader.close();
			db.prepare(`delete from setting where key = 'long'`).run();
			holds(here.ledger);
		}
	);
});
