import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createUser, setDisabled } from '#lib/server/access/accounts.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { codeAt, newSecret, stepAt } from '#lib/server/access/one-time-code.ts';
import { seal } from '#lib/server/access/seal.ts';
import { tokenHash } from '#lib/server/access/token.ts';
import { peoplePage } from '#lib/server/pages/admin-accounts.ts';
import { ask, type Question } from '../fixtures/ask.ts';
import { holds } from '../fixtures/invariants.ts';
import { times } from '../fixtures/scale.ts';
import { askerFor, enterSession } from '../fixtures/two-banks.ts';
import { serveTwoBanks, type Served } from '../fixtures/two-banks-served.ts';

// A page may wait for a reader to start; how long is no question here.
vi.setConfig({ testTimeout: 120_000 });

// Protects who is who: at the built server, sessions end when they must, nobody raises themselves, and guessing leads
// nowhere. Where time has to pass, what the ledger remembers is moved back instead.
let at: Served;
const password = 'Right-horse-7';
beforeAll(async () => {
	at = await serveTwoBanks();
	for (const username of ['zhang', 'wang', 'zhao'])
		await createUser(at.ledger, { username, name: username, role: 'analyst', password });
}, 300_000);
afterAll(() => at?.stop());

/** Forgets failures against an address between tests: the server counts them in memory, by the proxy's word. */
let address = 0;
beforeEach(() => {
	address += 1;
});
const from = (): Record<string, string> => ({ 'x-real-ip': `198.51.100.${address}` });
const signIn = (username: string, given = password, question: Question = {}) =>
	ask(at.own.base, '/login', {
		method: 'POST',
		form: { username, password: given },
		...question,
		headers: { ...from(), ...question.headers }
	});
const tokenIn = (headers: { 'set-cookie'?: string[] }): string =>
	/session=([^;]+)/.exec(headers['set-cookie']?.join() ?? '')?.[1] ?? '';
const as = (token: string, path = '/account', question: Question = {}) =>
	ask(at.own.base, path, { token, ...question });
const set = (username: string, sql: string): unknown =>
	at.ledger.db.prepare(`update user set ${sql} where username = ?`).run(username);
const back = (token: string, column: 'seenAt' | 'createdAt', minutes: number): unknown =>
	at.ledger.db
		.prepare(`update session set ${column} = ? where hash = ?`)
		.run(new Date(Date.now() - minutes * 60_000).toISOString(), tokenHash(token));
const alert = (text: string): string | undefined => /role="alert"[^>]*>([^<]+)</.exec(text)?.[1];

describe('C5: nobody raises themselves', () => {
	const post = (who: string, path: string, form: Record<string, string>) =>
		at.ask(who, path, { method: 'POST', form });
	const propose = { name: '某人', role: 'analyst', clearance: '4', rawRead: 'yes', reason: '需要更高的权限' };
	const role = (username: string) =>
		at.ledger.db
			.prepare('select role, clearance, rawRead, institution, disabled from user where username = ?')
			.get(username);

	it('by the way of another: each act of each console as everybody else', async () => {
		const acts: [path: string, form: Record<string, string>, whose: string][] = [
			['/admin/accounts?/propose', { ...propose, username: 'b.maker' }, 'system'],
			['/admin/accounts?/disable', { username: 'a.maker' }, 'system'],
			['/admin/approvals?/approve', { id: '1' }, 'security'],
			['/admin/people?/reset', { username: 'a.maker' }, 'security'],
			['/admin/people?/second', { username: 'a.maker' }, 'security'],
			['/admin/policy', { id: 'sessions', value: '2' }, 'security'],
			['/admin/trail?/verify', {}, 'audit'],
			['/parameters?/set', { id: 'usd-cny', from: '2026-09-30', value: '7' }, 'analyst']
		];
		for (const [path, form, whose] of acts)
			for (const who of ['b.maker', 'kw', 'leader', 'analyst', 'system', 'security', 'audit'].filter(
				(one) => one !== whose
			)) {
				const before = [role('a.maker'), role('b.maker')];
				const refusals = at.refusals(who);
				expect((await post(who, path, form)).status, `${who} ${path}`).toBe(404);
				expect(at.refusals(who), `${who} ${path}`).toBe(refusals + 1);
				expect([role('a.maker'), role('b.maker')]).toEqual(before);
			}
	});
	it('by asking for themselves, or deciding what is theirs', async () => {
		expect(
			(
				await post('system', '/admin/accounts?/propose', {
					...propose,
					username: 'system',
					role: 'system',
					clearance: '1',
					rawRead: ''
				})
			).text
		).toContain('不能为自己申请');
		expect(
			(await post('system', '/admin/accounts?/propose', { ...propose, username: 'system' })).status
		).toBe(400);
		expect(
			(await post('system', '/admin/accounts?/propose', { ...propose, username: 'security' })).text
		).toContain('管理员与业务人员');
		expect(
			(await post('system', '/admin/accounts?/propose', { ...propose, username: 'nova', role: 'security' }))
				.text
		).toContain('不得接触业务数据');
		expect((await post('system', '/admin/accounts?/disable', { username: 'system' })).text).toContain(
			'不能停用自己'
		);
		// The security administrator's own renewal, asked for by the system administrator, is not for the former to decide.
		const form = { ...propose, username: 'security', role: 'security', clearance: '1', rawRead: '' };
		expect((await post('system', '/admin/accounts?/propose', form)).status).toBe(200);
		const id = String(at.ledger.db.prepare('select max(id) from grant_request').pluck().get());
		expect((await post('security', '/admin/approvals?/approve', { id })).text).toContain('不能审批给自己');
		expect(
			at.ledger.db.prepare('select decision from grant_request where id = ?').pluck().get(id)
		).toBeNull();
		expect(() => set('a.maker', `role = 'sysadmin-and-analyst'`)).toThrow();
	});
	it('and administrators read nothing of the business', async () => {
		for (const who of ['system', 'security', 'audit'])
			for (const path of [
				'/loans',
				'/filings',
				'/roster',
				`/submissions/${at.bank.accepted}/original`,
				'/figures/loan-balance.csv',
				'/reports',
				'/dictionary',
				'/search'
			])
				expect((await at.ask(who, path)).status, `${who} ${path}`).toBe(404);
	});
});

describe('C6: rights that are taken away are gone at the next request', () => {
	const system = { ...consoleAsker, role: 'system' } as const;
	it('the account switched off, the session ended, the role changed', async () => {
		const token = enterSession(at.ledger, 'zhang');
		expect((await as(token)).status).toBe(200);
		setDisabled(at.ledger, system, 'zhang', true);
		for (const path of ['/account', '/account/__data.json', '/figures/loan-balance.csv']) {
			const { text, headers } = await as(token, path);
			expect(`${text}${headers.location}`, path).toContain('/login?ended=revoked');
		}
		setDisabled(at.ledger, system, 'zhang', false);
		expect((await as(token)).status).toBe(303);
		const other = enterSession(at.ledger, 'zhao');
		expect((await as(other, '/parameters')).status).toBe(200);
		set('zhao', `role = 'leader'`);
		expect((await as(other, '/parameters')).status).toBe(404);
		set('zhao', `role = 'analyst'`);
	});
	it('an export under way is stopped, and what was made is not handed over', async () => {
		const token = enterSession(at.ledger, 'wang');
		const asked = as(token, '/reports/quarterly-monitor/2026Q3.xlsx');
		const queued = as(token, '/figures/loan-balance.xlsx');
		await new Promise((done) => setTimeout(done, 150));
		setDisabled(at.ledger, system, 'wang', true);
		for (const { status, headers } of await Promise.all([asked, queued])) {
			expect(status).toBe(401);
			expect(headers['content-disposition']).toBeUndefined();
		}
		setDisabled(at.ledger, system, 'wang', false);
		const given = at.ledger.db
			.prepare(
				`select count(*) from audit where action = 'export.file' and user = (select id from user where username = 'wang')`
			)
			.pluck()
			.get();
		expect(given).toBe(0);
	}, 300_000);
});

describe('C8, C9: the cookie', () => {
	it('is new with every sign-in, and dead on the server after signing out', async () => {
		const planted = 'planted-by-somebody-else';
		const answer = await signIn('zhang', password, { headers: { cookie: `session=${planted}` } });
		const token = tokenIn(answer.headers);
		expect(token).toMatch(/^[\w-]{43}$/);
		expect(token).not.toBe(planted);
		expect((await as(planted)).status).toBe(303);
		const again = tokenIn(
			(await signIn('zhang', password, { headers: { cookie: `session=${token}` } })).headers
		);
		expect(again).not.toBe(token);
		const out = await as(again, '/logout', { method: 'POST' });
		expect([out.status, out.headers.location]).toEqual([303, '/login']);
		expect(out.headers['set-cookie']!.join()).toMatch(/session=;.*(Max-Age=0|1970)/i);
		expect((await as(again)).headers.location).toMatch(/^\/login/);
		// What was shown is not kept for the back button.
		expect((await as(token)).headers['cache-control']).toBe('private, no-store');
	});
	it('is kept from scripts and other sites, bound to this host, without an end of its own', async () => {
		const set = (await signIn('zhang')).headers['set-cookie']!.find((one) => one.startsWith('session='))!;
		expect(set).toMatch(/; HttpOnly/i);
		expect(set).toMatch(/; SameSite=Lax/i);
		expect(set).toMatch(/; Path=\/(;|$)/);
		expect(set).not.toMatch(/Domain=|Max-Age|Expires/i);
	});
	it('is nowhere else: not in addresses, pages or the log', async () => {
		const answer = await signIn('zhang');
		const token = tokenIn(answer.headers);
		expect(answer.headers.location).not.toContain(token);
		for (const path of ['/account', '/', '/loans', '/account/__data.json']) {
			const { text } = await as(token, path);
			expect(text).not.toContain(token);
			expect(text).not.toContain(tokenHash(token));
		}
		expect(at.own.said()).not.toContain(token);
		expect((await as('', `/account?session=${token}`)).status).toBe(303);
	});
});

describe('C10: guessing', () => {
	it('locks the account, wherever it comes from, and only the account', async () => {
		for (let i = 0; i < 5; i += 1)
			await signIn('wang', `Wrong-horse-${i}`, {
				headers: { 'x-forwarded-for': `203.0.113.${i}`, 'x-real-ip': `203.0.113.${i}` }
			});
		expect(alert((await signIn('wang')).text)).toContain('已锁定');
		expect((await signIn('zhao')).status).toBe(303);
		// Whoever is in stays in: locking somebody out from outside takes nothing from them.
		const open = enterSession(at.ledger, 'wang');
		expect((await as(open)).status).toBe(200);
		const form = { username: 'wang' };
		expect((await at.ask('security', '/admin/people?/unlock', { method: 'POST', form })).status).toBe(200);
		expect((await signIn('wang')).status).toBe(303);
	});
	it('over many accounts from one address is slowed for that address', async () => {
		let tried = 0;
		for (; tried < 40; tried += 1) {
			const { status } = await signIn(`nobody${tried}`, 'Summer-horse-1');
			if (status === 429) break;
		}
		expect(tried).toBe(20);
		expect((await signIn('zhao')).status).toBe(429);
		expect((await signIn('zhao', password, { headers: { 'x-real-ip': '198.51.100.250' } })).status).toBe(303);
	}, 300_000);
	it('tells no name from none: same status, same words, about the same time', async () => {
		const measured = async (username: (i: number) => string) => {
			const took: number[] = [];
			const said = new Set<string>();
			for (let i = 0; i < times(7, 25); i += 1) {
				set('zhao', 'failures = 0');
				const headers = { 'x-real-ip': `203.0.113.${100 + i}` };
				const begun = performance.now();
				const { status, text } = await signIn(username(i), 'Wrong-horse-1', { headers });
				took.push(performance.now() - begun);
				said.add(`${status} ${alert(text)}`);
			}
			return { said: [...said], median: took.sort((a, b) => a - b)[took.length >> 1]! };
		};
		const known = await measured(() => 'zhao');
		const unknown = await measured((i) => `none${i}`);
		expect(unknown.said).toEqual(known.said);
		expect(known.said).toHaveLength(1);
		const ratio = known.median / unknown.median;
		// One password hash either way; a name looked up and left would answer many times faster.
		expect(ratio).toBeGreaterThan(0.4);
		expect(ratio).toBeLessThan(2.5);
	}, 300_000);
});

describe('C11: sessions run out', () => {
	const ended = async (token: string, path = '/account') =>
		/ended=(\w+)/.exec((await as(token, path)).headers.location ?? '')?.[1];
	it('after 30 idle minutes, 12 hours at most, whatever the page asks by itself', async () => {
		const idle = enterSession(at.ledger, 'a.maker');
		back(idle, 'seenAt', 29);
		expect((await as(idle, `/submissions/${at.bank.later}/progress`)).status).toBe(200);
		back(idle, 'seenAt', 29);
		const before = at.ledger.db
			.prepare('select seenAt from session where hash = ?')
			.pluck()
			.get(tokenHash(idle));
		for (let i = 0; i < 3; i += 1) await as(idle, `/submissions/${at.bank.later}/progress`);
		expect(
			at.ledger.db.prepare('select seenAt from session where hash = ?').pluck().get(tokenHash(idle))
		).toBe(before);
		back(idle, 'seenAt', 31);
		expect(await ended(idle)).toBe('idle');
		const long = enterSession(at.ledger, 'a.maker');
		back(long, 'createdAt', 12 * 60 - 1);
		expect((await as(long)).status).toBe(200);
		back(long, 'createdAt', 12 * 60 + 1);
		expect(await ended(long)).toBe('long');
		expect((await as('', '/login?ended=long')).text).toContain('已满最长时限');
	});
});

describe('C12: two sessions at most', () => {
	it('the oldest is ended and told, a new password ends the others', async () => {
		at.ledger.db
			.prepare(
				`update session set ended = 'signedOut' where user = (select id from user where username = 'zhao')`
			)
			.run();
		const tokens: string[] = [];
		for (let i = 0; i < 3; i += 1) tokens.push(tokenIn((await signIn('zhao')).headers));
		expect((await as(tokens[0]!)).headers.location).toContain('ended=displaced');
		expect((await as('', '/login?ended=displaced')).text).toContain('在别处登录');
		for (const token of tokens.slice(1)) expect((await as(token)).status).toBe(200);
		const form = { current: password, next: 'Better-horse-8', again: 'Better-horse-8' };
		expect((await as(tokens[2]!, '/account/password', { method: 'POST', form })).headers.location).toBe(
			'/account?changed=1'
		);
		expect((await as(tokens[1]!)).headers.location).toContain('ended=changed');
		expect((await as(tokens[2]!)).status).toBe(200);
		expect((await signIn('zhao')).status).toBe(400);
	});
});

describe('C13: one-time codes', () => {
	const secret = newSecret();
	const ticket = async (): Promise<string> => {
		const answer = await signIn('zhang');
		expect(answer.headers.location).toBe('/login/code');
		expect(tokenIn(answer.headers)).toBe('');
		return /ticket=([^;]+)/.exec(answer.headers['set-cookie']!.join())![1]!;
	};
	const show = (held: string, code: string) =>
		ask(at.own.base, '/login/code', {
			method: 'POST',
			form: { code },
			headers: { cookie: `ticket=${held}`, ...from() }
		});

	beforeAll(() => {
		const id = at.ledger.db.prepare(`select id from user where username = 'zhang'`).pluck().get() as number;
		at.ledger.db
			.prepare(`update user set secondSecret = ?, secondSince = ?, secondStep = 0 where id = ?`)
			.run(seal(at.ledger, `second factor of ${id}`, secret), new Date().toISOString(), id);
	});
	it('open within a step, once, and never backwards', async () => {
		const step = stepAt(new Date());
		expect((await show(await ticket(), codeAt(secret, step + 3))).status).toBe(400);
		expect((await show(await ticket(), codeAt(secret, step - 3))).status).toBe(400);
		const held = await ticket();
		const opened = await show(held, codeAt(secret, step + 1));
		expect([opened.status, tokenIn(opened.headers).length]).toEqual([303, 43]);
		// Neither the ticket, nor the code, nor one of before opens again.
		expect((await show(held, codeAt(secret, step + 1))).headers.location).toBe('/login');
		const next = await ticket();
		for (const old of [step + 1, step, step - 1])
			expect((await show(next, codeAt(secret, old))).status).toBe(400);
	});
	it('guessed, lock the account', async () => {
		set('zhang', 'secondFailures = 0, lockedUntil = null');
		const held = await ticket();
		for (let i = 0; i < 5; i += 1) await show(held, String(i).padStart(6, '0'));
		const last = await show(held, codeAt(secret, stepAt(new Date()) + 1));
		expect(alert(last.text)).toContain('已锁定');
		expect(alert((await signIn('zhang')).text)).toContain('已锁定');
		set('zhang', 'lockedUntil = null');
	});
});

describe('C14: a password is set anew by the security administrator only', () => {
	it('by nobody else, by no mail, and the link opens once', async () => {
		for (const path of [
			'/forgot',
			'/reset',
			'/login/reset',
			'/account/reset',
			'/register',
			'/setup',
			'/api/users'
		])
			expect((await ask(at.own.base, path)).headers.location, path).toMatch(/^\/login/);
		const form = { username: 'wang' };
		for (const who of ['system', 'audit', 'analyst', 'a.checker'])
			expect((await at.ask(who, '/admin/people?/reset', { method: 'POST', form })).status, who).toBe(404);
		const { text } = await at.ask('security', '/admin/people?/reset', { method: 'POST', form });
		const link = /\/activate\/[\w-]+/.exec(text)![0];
		expect((await signIn('wang')).status).toBe(400);
		const fields = { next: 'Fresh-horse-9', again: 'Fresh-horse-9' };
		expect((await ask(at.own.base, link, { method: 'POST', form: fields, headers: from() })).status).toBe(
			303
		);
		expect((await ask(at.own.base, link)).status).toBe(404);
		expect((await signIn('wang', 'Fresh-horse-9')).status).toBe(303);
		// Their own is not theirs to reset.
		expect(
			(await at.ask('security', '/admin/people?/reset', { method: 'POST', form: { username: 'security' } }))
				.text
		).toContain('不能重置自己');
	});
});

describe('C18: accounts nobody uses, and accounts that several use', () => {
	const row = (username: string) =>
		peoplePage(at.ledger, askerFor(at.ledger, 'security')).find((one) => one.username === username)!;
	const seen = (username: string, days: number) =>
		set(username, `seenAt = '${new Date(Date.now() - days * 86_400_000).toISOString()}'`);
	it('are shown to the security administrator before and after they are closed', async () => {
		seen('zhao', 75);
		expect(row('zhao').idle).toBeNull();
		seen('zhao', 80);
		expect(row('zhao').idle).toBe('再过 10 天未登录即停用');
		expect((await at.ask('security', '/admin/people')).text).toContain('再过 10 天未登录即停用');
		seen('audit', 100);
		expect(row('audit').idle).toBe('已 100 天未登录');
		seen('zhao', 91);
		setDisabled(at.ledger, { ...consoleAsker, role: 'system' }, 'zhao', true);
		expect(row('zhao').idle).toBe('久未登录，已停用');
	});
	it('and where two addresses use one at once, but not one after the other', async () => {
		at.ledger.db
			.prepare(
				`update session set ended = 'signedOut' where user = (select id from user where username = 'b.maker')`
			)
			.run();
		const home = enterSession(at.ledger, 'b.maker', { address: '192.0.2.1' });
		const desk = enterSession(at.ledger, 'b.maker', { address: '192.0.2.2' });
		expect(row('b.maker')).toMatchObject({ sessions: 2, shared: true });
		expect((await at.ask('security', '/admin/people')).text).toContain('2 处，来自不同地址');
		back(home, 'seenAt', 45);
		expect(row('b.maker')).toMatchObject({ sessions: 1, shared: false });
		expect((await as(desk)).status).toBe(200);
	});
});

it('C5, C6, C8–C14, C18: and the trail holds', () => {
	const said = at.own.said();
	for (const secret of [password, 'Fresh-horse-9', 'Better-horse-8', ...Object.values(at.tokens)])
		expect(said).not.toContain(secret);
	expect(said).not.toContain('"event":"fault"');
	holds(at.ledger, { receipts: at.bank.receipts });
});
