import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changePassword, createUser, resetPassword, setDisabled } from '#lib/server/access/accounts.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { sessionOf, signIn, signOut } from '#lib/server/access/sessions.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { firstBroken } from '#lib/server/ledger/trail.ts';

let dir: string;
let ledger: Ledger;
let clock = Date.parse('2026-10-12T01:00:00Z');
const minutes = (count: number) => (clock += count * 60_000);
const zhang = { username: 'zhang', password: 'Right-horse-7' };

beforeEach(async () => {
	dir = mkdtempSync(join(tmpdir(), 'techfin-accounts-'));
	ledger = openLedger(dir, { now: () => new Date(clock) });
	await createUser(ledger, { ...zhang, name: '张三', role: 'analyst' });
});
afterEach(() => {
	ledger.close();
	rmSync(dir, { recursive: true, force: true });
});

const tokenOf = async () => {
	const entered = await signIn(ledger, zhang);
	if (!('token' in entered)) throw new Error(entered.refused);
	return entered.token;
};

test('a wrong password and an unknown name get the same answer', async () => {
	expect(await signIn(ledger, { ...zhang, password: 'no' })).toEqual({ refused: 'wrong' });
	expect(await signIn(ledger, { username: 'nobody', password: 'no' })).toEqual({ refused: 'wrong' });
});

test('five failures lock the account for 15 minutes, even for the right password', async () => {
	for (let i = 0; i < 4; i += 1)
		expect(await signIn(ledger, { ...zhang, password: 'no' })).toEqual({ refused: 'wrong' });
	expect(await signIn(ledger, { ...zhang, password: 'no' })).toMatchObject({ refused: 'locked' });
	expect(await signIn(ledger, zhang)).toMatchObject({ refused: 'locked' });
	minutes(16);
	expect(await signIn(ledger, zhang)).toHaveProperty('token');
});

test('failures at the same moment all count', async () => {
	const answers = await Promise.all(
		Array.from({ length: 6 }, () => signIn(ledger, { ...zhang, password: 'no' }))
	);
	expect(
		answers.filter((answer) => 'refused' in answer && answer.refused === 'locked').length
	).toBeGreaterThanOrEqual(1);
	expect(await signIn(ledger, zhang)).toMatchObject({ refused: 'locked' });
});

test('a session ends after 30 idle minutes, and polling does not keep it', async () => {
	const token = await tokenOf();
	minutes(29);
	expect(sessionOf(ledger, token)).not.toBeNull();
	minutes(29);
	expect(sessionOf(ledger, token, { touch: false })).not.toBeNull();
	minutes(2);
	expect(sessionOf(ledger, token)).toBeNull();
});

test('a session ends after 12 hours however busy', async () => {
	const token = await tokenOf();
	for (let i = 0; i < 29; i += 1) {
		minutes(25);
		if (i < 28) expect(sessionOf(ledger, token)).not.toBeNull();
	}
	expect(sessionOf(ledger, token)).toBeNull();
});

test('two sessions at most: the oldest is ended', async () => {
	const first = await tokenOf();
	minutes(1);
	const second = await tokenOf();
	minutes(1);
	expect(await signIn(ledger, zhang)).toMatchObject({ ended: 1 });
	expect(sessionOf(ledger, first)).toBeNull();
	expect(sessionOf(ledger, second)).not.toBeNull();
});

test('neither password nor token is kept', async () => {
	const token = await tokenOf();
	const kept = JSON.stringify([
		ledger.db.prepare('select * from user').all(),
		ledger.db.prepare('select * from session').all(),
		ledger.db.prepare('select * from audit').all()
	]);
	expect(kept).not.toContain(token);
	expect(kept).not.toContain(zhang.password);
	expect(kept).toContain('argon2id$');
});

test('a new password ends the other sessions, a reset all of them', async () => {
	const other = await tokenOf();
	minutes(1);
	const token = await tokenOf();
	const session = sessionOf(ledger, token);
	if (!session) throw new Error('no session');
	const next = 'Better-horse-8';
	await expect(
		changePassword(ledger, session.asker, { current: zhang.password, next: 'short' })
	).rejects.toThrow('12');
	await changePassword(ledger, session.asker, { current: zhang.password, next, keep: session.hash });
	expect(sessionOf(ledger, other)).toBeNull();
	expect(sessionOf(ledger, token)).not.toBeNull();
	const fresh = await resetPassword(ledger, consoleAsker, 'zhang');
	expect(sessionOf(ledger, token)).toBeNull();
	expect(await signIn(ledger, { username: 'zhang', password: fresh })).toMatchObject({ mustChange: true });
});

test('a disabled account is out at once; signing out ends the session; the trail holds', async () => {
	await createUser(ledger, {
		username: 'admin',
		name: '管',
		role: 'administrator',
		password: 'Right-horse-7'
	});
	const token = await tokenOf();
	setDisabled(ledger, consoleAsker, 'zhang', true);
	expect(sessionOf(ledger, token)).toBeNull();
	expect(await signIn(ledger, zhang)).toEqual({ refused: 'wrong' });
	expect(() => setDisabled(ledger, consoleAsker, 'admin', true)).toThrow('管理员');
	setDisabled(ledger, consoleAsker, 'zhang', false);
	const again = await tokenOf();
	signOut(ledger, again);
	expect(sessionOf(ledger, again)).toBeNull();
	expect(firstBroken(ledger)).toBeNull();
	ledger.db.prepare(`update audit set detail = '{}' where seq = 2`).run();
	expect(firstBroken(ledger)).toBe(2);
});
