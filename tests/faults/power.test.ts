import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '#lib/server/ledger/open.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { verifyTrail } from '#lib/server/ledger/trail-verify.ts';
import { chanceOf } from '../fixtures/random.ts';
import { times } from '../fixtures/scale.ts';
import { fileLoans } from '../integration/kept.ts';
import { office, type Office } from '../integration/filer.ts';

let here: Office;
let trial: string;
/** After each committed transaction: how long the log was, and how far trail, submissions and rows had come. */
const commits: { readonly log: number; readonly state: string }[] = [];
let log: Buffer;
const database = () => path.join(here.ledger.dir, 'ledger.db');
const stateSql = `select (select max(seq) from audit) || ' ' || (select count(*) from submission)
	|| ' ' || (select count(*) from submission where acceptedAt is not null) || ' ' || (select count(*) from fact_corp_loan_stock)
	|| ' ' || (select coalesce(sum(length(value)), 0) from cell)`;

beforeAll(async () => {
	here = office();
	trial = mkdtempSync(path.join(tmpdir(), 'techfin-power-'));
	const { db } = here.ledger;
	db.pragma('wal_checkpoint(truncate)');
	db.pragma('wal_autocheckpoint = 0');
	const note = () =>
		commits.push({
			log: readFileSync(`${database()}-wal`).length,
			state: db.prepare(stateSql).pluck().get() as string
		});
	// Every transaction of a whole filing, and some small ones, is a moment the power may fail after.
	const transaction = db.transaction.bind(db);
	db.transaction = ((work: (...args: unknown[]) => unknown) => {
		const run = transaction(work);
		const noted = (...args: unknown[]) => {
			const outer = !db.inTransaction;
			const came = run.immediate(...args);
			if (outer) note();
			return came;
		};
		return Object.assign(noted, { immediate: noted });
	}) as unknown as typeof db.transaction;
	note();
	await fileLoans(here.ledger, '2026-08', 1000);
	await fileLoans(here.ledger, '2026-09', 2000);
	for (let i = 0; i < 5; i += 1) record(here.ledger, { user: null }, 'rebuild.differs', `test:${i}`);
	log = readFileSync(`${database()}-wal`);
}, 120_000);
afterAll(() => {
	here.close();
	rmSync(trial, { recursive: true });
});

/** What a ledger says of itself that is opened after such a log was left behind. */
function opened(left: Buffer): string {
	const file = path.join(trial, 'ledger.db');
	rmSync(`${file}-shm`, { force: true });
	copyFileSync(database(), file);
	writeFileSync(`${file}-wal`, left);
	const db = connect(file);
	try {
		expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
		expect(db.pragma('foreign_key_check')).toEqual([]);
		expect(verifyTrail({ db, dir: trial }).broken).toBeNull();
		return db.prepare(stateSql).pluck().get() as string;
	} finally {
		db.close();
	}
}

// Protects from what a disk holds after the power failed: a log cut off or scrambled anywhere.
describe('B7: after the power failed', () => {
	const seed = Math.floor(Math.random() * 1e9);
	const chance = chanceOf(seed);

	it('the whole log is everything that was committed, and every filing left many moments', () => {
		expect(commits.length).toBeGreaterThan(15);
		expect(opened(log)).toBe(commits.at(-1)!.state);
	});

	it(
		`a log cut off at ${times(40, 400)} places is exactly what was committed before`,
		{ timeout: 300_000 },
		() => {
			for (let i = 0; i < times(40, 400); i += 1) {
				const at = i % 4 ? chance.below(log.length) : Math.max(0, chance.pick(commits).log - chance.below(3));
				// What was written whole by then is there, and nothing of what was not.
				const last = commits.findLast((one) => one.log <= at) ?? commits[0]!;
				expect([seed, at, opened(log.subarray(0, at))]).toEqual([seed, at, last.state]);
			}
		}
	);

	it(
		`a log with a bit turned at ${times(40, 400)} places is a prefix of what was committed`,
		{ timeout: 300_000 },
		() => {
			const states = commits.map(({ state }) => state);
			let shorter = 0;
			for (let i = 0; i < times(40, 400); i += 1) {
				const at = chance.below(log.length);
				const scrambled = Buffer.from(log);
				scrambled[at]! ^= 1 << chance.below(8);
				const found = opened(scrambled);
				expect([seed, at, states.includes(found)]).toEqual([seed, at, true]);
				// Whatever lies before the damage is there.
				const before = commits.findLast((one) => one.log <= at);
				if (before && at >= 32)
					expect([seed, at, states.lastIndexOf(found) >= states.indexOf(before.state)]).toEqual([
						seed,
						at,
						true
					]);
				if (found !== states.at(-1)) shorter += 1;
			}
			expect(shorter).toBeGreaterThan(0);
		}
	);
});
