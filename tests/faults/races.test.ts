import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import allLoan from '#datasets/all-loan.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { check, receive } from '#lib/server/intake/submit.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import { holds } from '../fixtures/invariants.ts';
import { times } from '../fixtures/scale.ts';
import { csv, exampleRow, office, type Office } from '../integration/filer.ts';
import { at, bank, loans, month, type Bank } from './bank.ts';
import { killAll, serve, type Server } from './server.ts';

// Protects against two who do the same at the same moment, and one who does it twenty times.
describe('B1: two files of one bank and month at once', () => {
	let here: Office;
	let signers: ChildProcess[];
	beforeEach(async () => {
		here = office();
		signers = [0, 1].map(() =>
			fork(path.resolve('tests/faults/sign-child.ts'), [here.ledger.dir], { execArgv: ['--no-warnings'] })
		);
		await Promise.all(signers.map((one) => once(one, 'message')));
	});
	afterEach(() => {
		for (const one of signers) one.kill('SIGKILL');
		here.close();
	});

	const rounds = times(10, 50);
	it(
		`in ${rounds} races one comes into force, and both keep their receipts`,
		{ timeout: 180_000 },
		async () => {
			const receipts: string[] = [];
			for (let round = 0; round < rounds; round += 1) {
				const both = await Promise.all(
					[0, 1].map((n) =>
						receive(here.ledger, consoleAsker, {
							dataset: allLoan.id,
							institution: 'BKA',
							period: '2026-09',
							fileName: `${n}.csv`,
							source: csv(allLoan, [{ ...exampleRow(allLoan), balance: `${100 + 2 * round + n}.00` }]),
							check: 'mine'
						})
					)
				);
				receipts.push(...both.map(({ receipt }) => receipt));
				for (const { submission } of both) await check(here.ledger, submission);
				const moment = Date.now() + 15;
				const said = await Promise.all(
					both.map(async ({ submission }, n) => {
						const answer = once(signers[n]!, 'message');
						signers[n]!.send({ submission, at: moment });
						return (await answer)[0] as string;
					})
				);
				const [older, newer] = [...both].sort((a, b) => a.submission - b.submission);
				const state = (one: typeof older) => submissionOf(here.ledger, consoleAsker, one!.submission);
				// Whoever signs first, the file that came in last stands; the other was in force before it, or is told so.
				expect([round, state(newer).state, state(older).state]).toEqual([round, 'accepted', 'superseded']);
				expect(
					said.every((one) => one === 'signed' || /已被第 \d+ 次报送替代|该批次现在不能签署/.test(one)),
					said.join()
				).toBe(true);
			}
			expect(new Set(receipts).size).toBe(2 * rounds);
			holds(here.ledger, { receipts });
		}
	);

	it('the database itself allows no second one in force', async () => {
		const ids = await Promise.all(
			['1.00', '2.00'].map(async (balance) => {
				const { submission } = await receive(here.ledger, consoleAsker, {
					dataset: allLoan.id,
					institution: 'BKA',
					period: '2026-09',
					fileName: 'a.csv',
					source: csv(allLoan, [{ ...exampleRow(allLoan), balance }]),
					check: 'mine'
				});
				return submission;
			})
		);
		const force = here.ledger.db.prepare(
			`update submission set state = 'accepted', rows = 0, acceptedAt = '2026-10-12T01:00:00.000Z' where id = ?`
		);
		force.run(ids[0]);
		expect(() => force.run(ids[1])).toThrow('UNIQUE constraint failed');
	});
});

describe('B17: twenty times the same at once', () => {
	let place: Bank;
	let server: Server;
	beforeAll(async () => {
		place = bank();
		server = await serve(place.dir);
	});
	afterAll(() => {
		killAll();
		place.remove();
	});
	const twenty = <T>(act: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 20 }, act));
	const entries = (action: string, id: number) =>
		place.withLedger(({ db }) =>
			db
				.prepare('select count(*) from audit where action = ? and target = ?')
				.pluck()
				.get(action, `submission:${id}`)
		);

	it('uploaded, signed and returned has one effect and one entry', { timeout: 120_000 }, async () => {
		const people = at(server, place.tokens);
		const file = loans(1);
		const put = await twenty(async () => (await people.put(file)).status);
		// One is taken; the rest is told that it came before, or that it sends too many at once.
		expect(put.filter((status) => status === 201)).toHaveLength(1);
		expect(new Set(put)).toEqual(new Set([201, 409, 503]));
		const ids = place.withLedger(({ db }) =>
			db.prepare('select id from submission').pluck().all()
		) as number[];
		expect(ids).toHaveLength(1);
		const [id] = ids as [number];
		expect(entries('submission.receive', id)).toBe(1);

		expect(await people.checked(id)).toBe('ready');
		const signed = await twenty(() => people.sign(id));
		expect(signed.map(({ status }) => status).sort()).toEqual([
			200,
			...Array.from({ length: 19 }, () => 409)
		]);
		for (const { status, text } of signed) if (status === 409) expect(text).toContain('该批次现在不能签署');
		expect(entries('submission.accept', id)).toBe(1);

		const returned = await twenty(() =>
			people.act('analyst', `/submissions/${id}?/giveBack`, {
				reason: '与上期不衔接，请核对',
				dueOn: '2026-12-20'
			})
		);
		expect(returned.map(({ status }) => status).sort()).toEqual([
			200,
			...Array.from({ length: 19 }, () => 409)
		]);
		expect(entries('submission.return', id)).toBe(1);

		const other = await people.upload(loans(2), month);
		expect(await people.checked(other.submission)).toBe('ready');
		const taken = await twenty(() => people.act('maker', `/submissions/${other.submission}?/withdraw`, {}));
		expect(taken.filter(({ status }) => status === 200)).toHaveLength(1);
		expect(entries('submission.withdraw', other.submission)).toBe(1);
	});

	it('proposed and approved has one effect and one entry', { timeout: 120_000 }, async () => {
		const people = at(server, place.tokens);
		const grant = { username: 'newcomer', name: '新人', role: 'analyst', reason: '新到岗位人员' };
		const proposed = await twenty(() => people.act('system', '/admin/accounts?/propose', grant));
		const proposals = place.withLedger(({ db }) => db.prepare('select id from grant_request').pluck().all());
		expect([proposals.length, new Set(proposed.map(({ status }) => status))]).toEqual([
			1,
			new Set([200, 409])
		]);
		const approved = await twenty(() =>
			people.act('security', '/admin/approvals?/approve', { id: String(proposals[0]) })
		);
		expect(approved.filter(({ status }) => status === 200)).toHaveLength(1);
		place.withLedger(({ db }) => {
			expect(db.prepare(`select count(*) from user where username = 'newcomer'`).pluck().get()).toBe(1);
			expect(db.prepare(`select count(*) from audit where action = 'grant.approve'`).pluck().get()).toBe(1);
		});
		expect(await server.kill('SIGTERM')).toBe(0);
		place.withLedger((ledger) => holds(ledger));
	});
});
