import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createUser } from '#lib/server/access/accounts.ts';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import { base32, codeAt, fromBase32, newSecret, stepAt, stepOf } from '#lib/server/access/one-time-code.ts';
import { demandProof, NeedsProof, prove } from '#lib/server/access/proof.ts';
import { seal, unseal } from '#lib/server/access/seal.ts';
import { enrol, renewRecoveryCodes, resetSecond } from '#lib/server/access/second.ts';
import { sessionOf, signIn, signInSecond, type Session } from '#lib/server/access/sessions.ts';
import { declareDemo, openLedger, type Ledger } from '#lib/server/ledger/open.ts';

// Expected codes: RFC 6238 appendix B (SHA-1), last six digits; RFC 4226 appendix D; RFC 4648 section 10 for base32.
describe('one-time codes', () => {
	const secret = base32(Buffer.from('12345678901234567890'));
	test.each([
		[59, '287082'],
		[1111111109, '081804'],
		[1111111111, '050471'],
		[1234567890, '005924'],
		[2000000000, '279037'],
		[20000000000, '353130']
	])('at %d seconds the code is %s', (seconds, code) => {
		expect(codeAt(secret, stepAt(new Date(seconds * 1000)))).toBe(code);
	});
	test.each([
		'755224',
		'287082',
		'359152',
		'969429',
		'338314',
		'254676',
		'287922',
		'162583',
		'399871',
		'520489'
	])('of the counter', (code) => {
		const counters = Array.from({ length: 10 }, (_, at) => codeAt(secret, at));
		expect(counters).toContain(code);
	});
	test.each([
		['', ''],
		['f', 'MY'],
		['fo', 'MZXQ'],
		['foo', 'MZXW6'],
		['foob', 'MZXW6YQ'],
		['fooba', 'MZXW6YTB'],
		['foobar', 'MZXW6YTBOI']
	])('base32 of “%s” is %s', (text, coded) => {
		expect(base32(Buffer.from(text))).toBe(coded);
		expect(fromBase32(coded).toString()).toBe(text);
	});
	test('C13: hold one step before and after, and never a step already used', () => {
		const now = new Date('2026-10-12T01:00:10Z');
		const at = stepAt(now);
		for (const step of [at - 1, at, at + 1]) expect(stepOf(secret, codeAt(secret, step), now, 0)).toBe(step);
		for (const step of [at - 2, at + 2]) expect(stepOf(secret, codeAt(secret, step), now, 0)).toBeNull();
		expect(stepOf(secret, codeAt(secret, at), now, at)).toBeNull();
		for (const wrong of ['', '12345', '1234567', 'abcdef', '１２３４５６'])
			expect(stepOf(secret, wrong, now, 0)).toBeNull();
	});
});

let dir: string;
let ledger: Ledger;
let clock: number;
const password = 'Right-horse-7';
const minutes = (count: number) => (clock += count * 60_000);

beforeEach(async () => {
	clock = Date.parse('2026-10-12T01:00:00Z');
	dir = mkdtempSync(join(tmpdir(), 'techfin-second-'));
	ledger = openLedger(dir, { now: () => new Date(clock) });
	await createUser(ledger, { username: 'sec', name: '安', role: 'security', password });
	await createUser(ledger, { username: 'li', name: '李', role: 'analyst', password });
});
afterEach(() => {
	ledger.close();
	rmSync(dir, { recursive: true, force: true });
});

async function entered(username = 'li'): Promise<Session & { token: string }> {
	const result = await signIn(ledger, { username, password });
	if (!('token' in result)) throw new Error(JSON.stringify(result));
	const session = sessionOf(ledger, result.token);
	if (!session || !('asker' in session)) throw new Error('no session');
	return { ...session, token: result.token };
}
async function ticketOf(username = 'li'): Promise<string> {
	const result = await signIn(ledger, { username, password });
	if (!('ticket' in result)) throw new Error(JSON.stringify(result));
	return result.ticket;
}
async function enrolled(username = 'li'): Promise<{ secret: string; codes: string[] }> {
	const { asker, hash } = await entered(username);
	const secret = newSecret();
	const codes = enrol(ledger, asker, secret, codeAt(secret, stepAt(ledger.now())), hash);
	minutes(1);
	return { secret, codes };
}
const codeNow = (secret: string): string => codeAt(secret, stepAt(ledger.now()));

describe('the second factor', () => {
	test('enrolled, the password alone yields no session', async () => {
		const { secret } = await enrolled();
		const ticket = await ticketOf();
		expect(sessionOf(ledger, ticket)).toBeNull();
		expect(signInSecond(ledger, ticket, '000000', null)).toEqual({ refused: 'wrong' });
		expect(signInSecond(ledger, ticket, codeNow(secret), null)).toHaveProperty('token');
		// The ticket is used up.
		minutes(1);
		expect(signInSecond(ledger, ticket, codeNow(secret), null)).toBeNull();
	});

	test('is owed within five minutes', async () => {
		const { secret } = await enrolled();
		const ticket = await ticketOf();
		minutes(5);
		expect(signInSecond(ledger, ticket, codeNow(secret), null)).toBeNull();
	});

	test('C13: takes no code twice within its window', async () => {
		const { secret } = await enrolled();
		const code = codeNow(secret);
		expect(signInSecond(ledger, await ticketOf(), code, null)).toHaveProperty('token');
		expect(signInSecond(ledger, await ticketOf(), code, null)).toEqual({ refused: 'wrong' });
	});

	test('C13: guessed five times, locks the account', async () => {
		const { secret } = await enrolled();
		const ticket = await ticketOf();
		for (let i = 0; i < 4; i += 1)
			expect(signInSecond(ledger, ticket, '000000', null)).toEqual({ refused: 'wrong' });
		expect(signInSecond(ledger, ticket, '000000', null)).toMatchObject({ refused: 'locked' });
		expect(signInSecond(ledger, ticket, codeNow(secret), null)).toMatchObject({ refused: 'locked' });
		expect(await signIn(ledger, { username: 'li', password })).toMatchObject({ refused: 'locked' });
	});

	test('C13: a recovery code opens once, written with or without dashes; new ones void the old', async () => {
		const { codes } = await enrolled();
		expect(new Set(codes).size).toBe(10);
		expect(signInSecond(ledger, await ticketOf(), codes[0]!.toLowerCase(), null)).toHaveProperty('token');
		expect(signInSecond(ledger, await ticketOf(), codes[0]!, null)).toEqual({ refused: 'wrong' });
		const result = signInSecond(ledger, await ticketOf(), codes[1]!.replaceAll('-', ' '), null);
		if (!result || !('asker' in result)) throw new Error('not in');
		const fresh = renewRecoveryCodes(ledger, result.asker);
		expect(signInSecond(ledger, await ticketOf(), codes[2]!, null)).toEqual({ refused: 'wrong' });
		expect(signInSecond(ledger, await ticketOf(), fresh[0]!, null)).toHaveProperty('token');
	});

	test('is kept sealed, and opens for nobody else', async () => {
		const { secret, codes } = await enrolled();
		const kept = JSON.stringify([
			ledger.db.prepare('select * from user').all(),
			ledger.db.prepare('select * from recovery_code').all(),
			ledger.db.prepare('select * from audit').all()
		]);
		for (const plain of [secret, codes[0]!, codes[0]!.replaceAll('-', '')]) expect(kept).not.toContain(plain);
		const sealed = seal(ledger, 'a', 'text');
		expect(unseal(ledger, 'a', sealed)).toBe('text');
		expect(() => unseal(ledger, 'b', sealed)).toThrow('cannot be opened');
		const [scheme, nonce, tag, text] = sealed.split('$');
		const other = text!.startsWith('A') ? `B${text!.slice(1)}` : `A${text!.slice(1)}`;
		expect(() => unseal(ledger, 'a', [scheme, nonce, tag, other].join('$'))).toThrow('cannot be opened');
	});

	test('is demanded of administrators before anything else, and of nobody in a demonstration', async () => {
		expect((await entered('sec')).owed).toBe('second');
		expect((await entered('li')).owed).toBeNull();
		await enrolled('sec');
		const { secret } = await enrolled('li').catch(() => ({ secret: '' }));
		expect(secret).not.toBe('');
		declareDemo(ledger);
		await createUser(ledger, { username: 'sa', name: '系', role: 'system', password });
		expect((await entered('sa')).owed).toBeNull();
	});

	test('C14: is taken off by the security administrator for others, which ends their sessions', async () => {
		const { secret } = await enrolled();
		const result = signInSecond(ledger, await ticketOf(), codeNow(secret), null);
		if (!result || !('token' in result)) throw new Error('not in');
		const security: Asker = { ...consoleAsker, user: 1, role: 'security' };
		expect(() => resetSecond(ledger, { ...security, role: 'system' }, 'li')).toThrow('没有找到');
		expect(() => resetSecond(ledger, security, 'sec')).toThrow('自己');
		resetSecond(ledger, security, 'li');
		expect(sessionOf(ledger, result.token)).toEqual({ ended: 'revoked' });
		expect(await signIn(ledger, { username: 'li', password })).toHaveProperty('token');
	});
});

describe('a grave act', () => {
	test('wants proof given within ten minutes', async () => {
		const { token, hash } = await entered();
		const asker = (): Asker => (sessionOf(ledger, token) as Session).asker;
		demandProof(ledger, asker());
		minutes(11);
		expect(() => demandProof(ledger, asker())).toThrow(NeedsProof);
		expect(await prove(ledger, asker(), hash, 'wrong')).toBe(false);
		expect(() => demandProof(ledger, asker())).toThrow(NeedsProof);
		expect(await prove(ledger, asker(), hash, password)).toBe(true);
		demandProof(ledger, asker());
		// Signing takes a second factor besides.
		expect(() => demandProof(ledger, asker(), { second: true })).toThrow('二次验证');
	});

	test('C13: is proved by the second factor where there is one, not by the password', async () => {
		const { secret } = await enrolled();
		const result = signInSecond(ledger, await ticketOf(), codeNow(secret), null);
		if (!result || !('token' in result)) throw new Error('not in');
		const session = () => sessionOf(ledger, result.token) as Session;
		demandProof(ledger, session().asker, { second: true });
		minutes(11);
		expect(await prove(ledger, session().asker, session().hash, password)).toBe(false);
		expect(await prove(ledger, session().asker, session().hash, codeNow(secret))).toBe(true);
		demandProof(ledger, session().asker, { second: true });
	});

	test('wrong proofs lock the account like wrong passwords', async () => {
		const { token, hash } = await entered();
		const { asker } = sessionOf(ledger, token) as Session;
		for (let i = 0; i < 5; i += 1) expect(await prove(ledger, asker, hash, 'wrong')).toBe(false);
		await expect(prove(ledger, asker, hash, password)).rejects.toThrow('锁定');
	});
});
