import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { controls } from '#policy/controls.ts';
import {
	changePassword,
	closeDormant,
	createUser,
	keptUser,
	revokeSessions,
	setDisabled,
	unlock
} from '#lib/server/access/accounts.ts';
import { consoleAsker, type Asker, type Role } from '#lib/server/access/asker.ts';
import { control, setControl } from '#lib/server/access/controls.ts';
import { resetByLink } from '#lib/server/access/links.ts';
import { weakness } from '#lib/server/access/password.ts';
import { sessionOf, signIn, signOut, type Session } from '#lib/server/access/sessions.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { trailOf } from '#lib/server/ledger/trail.ts';
import { verifyTrail } from '#lib/server/ledger/trail-verify.ts';

let dir: string;
let ledger: Ledger;
let clock = Date.parse('2026-10-12T01:00:00Z');
const minutes = (count: number) => (clock += count * 60_000);
const days = (count: number) => minutes(count * 1440);
const zhang = { username: 'zhang', password: 'Right-horse-7' };
const admin = (role: Role, user = 99): Asker => ({
	...consoleAsker,
	user,
	role,
	clearance: 1,
	rawRead: false,
	proof: { at: '9999', second: true }
});

beforeEach(async () => {
	dir = mkdtempSync(join(tmpdir(), 'techfin-accounts-'));
	ledger = openLedger(dir, { now: () => new Date(clock) });
	await createUser(ledger, { ...zhang, name: '张三', role: 'analyst' });
});
afterEach(() => {
	ledger.close();
	rmSync(dir, { recursive: true, force: true });
});

const tokenOf = async (given = zhang) => {
	const entered = await signIn(ledger, given);
	if (!('token' in entered)) throw new Error(JSON.stringify(entered));
	return entered.token;
};
const holds = (token: string): boolean => {
	const found = sessionOf(ledger, token);
	return found !== null && 'asker' in found;
};
const session = (token: string): Session => {
	const found = sessionOf(ledger, token);
	if (!found || !('asker' in found)) throw new Error('no session');
	return found;
};

describe('signing in', () => {
	test('C10: a wrong password and an unknown name get the same answer, also when it comes to locking', async () => {
		for (let i = 0; i < 4; i += 1) {
			expect(await signIn(ledger, { ...zhang, password: 'no' })).toEqual({ refused: 'wrong' });
			expect(await signIn(ledger, { username: `nobody${clock}`, password: 'no' })).toEqual({
				refused: 'wrong'
			});
		}
		const [known, unknown] = [
			await signIn(ledger, { ...zhang, password: 'no' }),
			await signIn(ledger, { username: `nobody${clock}`, password: 'no' })
		];
		expect(known).toMatchObject({ refused: 'locked' });
		expect(unknown).toEqual(known);
	});

	test('C10: five failures lock the account for 15 minutes, even for the right password', async () => {
		for (let i = 0; i < 4; i += 1)
			expect(await signIn(ledger, { ...zhang, password: 'no' })).toEqual({ refused: 'wrong' });
		expect(await signIn(ledger, { ...zhang, password: 'no' })).toMatchObject({ refused: 'locked' });
		expect(await signIn(ledger, zhang)).toMatchObject({ refused: 'locked' });
		minutes(14);
		expect(await signIn(ledger, zhang)).toMatchObject({ refused: 'locked' });
		minutes(2);
		expect(await signIn(ledger, zhang)).toHaveProperty('token');
	});

	test('C10: failures at the same moment all count', async () => {
		const answers = await Promise.all(
			Array.from({ length: 6 }, () => signIn(ledger, { ...zhang, password: 'no' }))
		);
		expect(
			answers.filter((answer) => 'refused' in answer && answer.refused === 'locked').length
		).toBeGreaterThanOrEqual(1);
		expect(await signIn(ledger, zhang)).toMatchObject({ refused: 'locked' });
	});

	test('C10: the security administrator unlocks; nobody else does', async () => {
		for (let i = 0; i < 5; i += 1) await signIn(ledger, { ...zhang, password: 'no' });
		for (const role of ['system', 'audit', 'analyst', 'leader'] as const)
			expect(() => unlock(ledger, admin(role), 'zhang')).toThrow('没有找到');
		unlock(ledger, admin('security'), 'zhang');
		expect(await signIn(ledger, zhang)).toHaveProperty('token');
	});

	test('C9: neither password nor token is kept', async () => {
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

	test('a password kept under another scheme still opens, and is then kept under the one in force', async () => {
		process.env.TECHFIN_PASSWORD_SCHEME = 'pbkdf2-sm3';
		try {
			await tokenOf();
			expect(keptUser(ledger, 'zhang')!.password).toMatch(/^pbkdf2-sm3\$400000\$/);
			expect(await signIn(ledger, { ...zhang, password: 'no' })).toEqual({ refused: 'wrong' });
			await tokenOf();
		} finally {
			delete process.env.TECHFIN_PASSWORD_SCHEME;
		}
	});
});

describe('sessions', () => {
	test('C11: end after 30 idle minutes, and polling does not keep them', async () => {
		const token = await tokenOf();
		minutes(29);
		expect(holds(token)).toBe(true);
		minutes(29);
		expect(sessionOf(ledger, token, { touch: false })).toHaveProperty('asker');
		minutes(2);
		expect(sessionOf(ledger, token)).toEqual({ ended: 'idle' });
	});

	test('C11: end after 12 hours however busy', async () => {
		const token = await tokenOf();
		for (let i = 0; i < 29; i += 1) {
			minutes(25);
			if (i < 28) expect(holds(token)).toBe(true);
		}
		expect(sessionOf(ledger, token)).toEqual({ ended: 'long' });
	});

	test('C12: are two at most: the oldest is ended and told so', async () => {
		const first = await tokenOf();
		minutes(1);
		const second = await tokenOf();
		minutes(1);
		expect(await signIn(ledger, zhang)).toMatchObject({ ended: 1 });
		expect(sessionOf(ledger, first)).toEqual({ ended: 'displaced' });
		expect(holds(second)).toBe(true);
	});

	test('C6, C8: end at once when the account is disabled, revoked or signed out', async () => {
		const token = await tokenOf();
		setDisabled(ledger, admin('system'), 'zhang', true);
		expect(sessionOf(ledger, token)).toEqual({ ended: 'revoked' });
		expect(await signIn(ledger, zhang)).toEqual({ refused: 'wrong' });
		setDisabled(ledger, admin('system'), 'zhang', false);
		// What ended stays ended.
		expect(sessionOf(ledger, token)).toEqual({ ended: 'revoked' });
		const again = await tokenOf();
		expect(revokeSessions(ledger, admin('security'), 'zhang')).toBe(1);
		expect(sessionOf(ledger, again)).toEqual({ ended: 'revoked' });
		const third = await tokenOf();
		signOut(ledger, third);
		expect(sessionOf(ledger, third)).toBeNull();
		expect(sessionOf(ledger, 'never-was-one')).toBeNull();
		expect(verifyTrail(ledger).broken).toBeNull();
	});
});

describe('passwords', () => {
	test('C12, C14: a new one ends the other sessions, a reset all of them', async () => {
		const other = await tokenOf();
		minutes(1);
		const token = await tokenOf();
		const { asker, hash } = session(token);
		await expect(changePassword(ledger, asker, { current: zhang.password, next: 'short' })).rejects.toThrow(
			'12'
		);
		await expect(changePassword(ledger, asker, { current: 'wrong', next: 'Better-horse-8' })).rejects.toThrow(
			'原密码不对'
		);
		await changePassword(ledger, asker, { current: zhang.password, next: 'Better-horse-8', keep: hash });
		expect(sessionOf(ledger, other)).toEqual({ ended: 'changed' });
		expect(holds(token)).toBe(true);
		expect(() => resetByLink(ledger, admin('system'), 'zhang')).toThrow('没有找到');
		resetByLink(ledger, admin('security', null as never), 'zhang');
		expect(sessionOf(ledger, token)).toEqual({ ended: 'revoked' });
		expect(await signIn(ledger, { username: 'zhang', password: 'Better-horse-8' })).toEqual({
			refused: 'wrong'
		});
	});

	test('C10: guessing the present one locks the account, as at signing in', async () => {
		const { asker } = session(await tokenOf());
		const wrong = () => changePassword(ledger, asker, { current: 'wrong', next: 'Better-horse-8' });
		for (let time = 0; time < 5; time += 1) await expect(wrong()).rejects.toThrow('原密码不对');
		await expect(wrong()).rejects.toThrow('账号已锁定');
		await expect(
			changePassword(ledger, asker, { current: zhang.password, next: 'Better-horse-8' })
		).rejects.toThrow('账号已锁定');
		expect(trailOf(ledger, 'user:zhang').map(({ action }) => action)).toContain('user.lock');
	});

	test('the last five are not taken again, the sixth is', async () => {
		const tried = [zhang.password, ...[1, 2, 3, 4, 5].map((n) => `Quiet-river-${n}`)];
		const { asker } = session(await tokenOf());
		for (let at = 1; at < tried.length; at += 1) {
			await expect(
				changePassword(ledger, asker, { current: tried[at - 1]!, next: tried[0]! })
			).rejects.toThrow('最近 5 个');
			await changePassword(ledger, asker, { current: tried[at - 1]!, next: tried[at]! });
		}
		await changePassword(ledger, asker, { current: tried[5]!, next: tried[0]! });
	});

	test('must be changed on the 91st day, not before', async () => {
		days(90);
		expect(session(await tokenOf()).owed).toBeNull();
		minutes(1);
		expect(session(await tokenOf()).owed).toBe('password');
	});

	test.each([
		['Aa1-aaBcD', '12'],
		['alllowercase1', '三种'],
		['Zhang-abc-12-x', '用户名'],
		['Quietttttt-7-A', '连续'],
		['Quiet-123456-A', '键盘'],
		['Quiet-Qwertyu1', '键盘'],
		['P@ssw0rd1234!', '常见'],
		['Admin@2026#89', '常见']
	])('%s is refused: %s', (password, why) => {
		expect(weakness(password, 'zhang', 12)).toContain(why);
	});
	test.each(['Quiet-river-7', 'Grün-weiß-88x', '喜马拉雅Yak-Trail7'])('%s will do', (password) => {
		expect(weakness(password, 'zhang', 12)).toBeNull();
	});
});

describe('accounts nobody uses', () => {
	test('C18: are closed after 90 days, administrators are not', async () => {
		await createUser(ledger, { username: 'sa', name: '管', role: 'system', password: 'Right-horse-7' });
		days(89);
		expect(closeDormant(ledger)).toEqual([]);
		const token = await tokenOf();
		days(91);
		expect(closeDormant(ledger)).toEqual(['zhang']);
		expect(sessionOf(ledger, token)).toEqual({ ended: 'revoked' });
		setDisabled(ledger, admin('system'), 'zhang', false);
		expect(closeDormant(ledger)).toEqual([]);
	});
});

describe('controls', () => {
	test('C5: are set by the security administrator only, within bounds, and take effect', async () => {
		expect(() => setControl(ledger, admin('system'), 'lockMinutes', 30)).toThrow('没有找到');
		setControl(ledger, admin('security', null as never), 'lockMinutes', 30);
		for (let i = 0; i < 5; i += 1) await signIn(ledger, { ...zhang, password: 'no' });
		minutes(20);
		expect(await signIn(ledger, zhang)).toMatchObject({ refused: 'locked' });
	});
	test.each(Object.entries(controls))('%s cannot leave its bounds', (id, { least, most }) => {
		const security = admin('security', null as never);
		for (const value of [least - 1, most + 1, least + 0.5, Number.NaN])
			expect(() => setControl(ledger, security, id, value)).toThrow('应为');
		setControl(ledger, security, id, most);
		expect(control(ledger, id as never)).toBe(most);
	});
	test('the trail is kept for 190 days at least: 180 is refused, by the setting and by hand', () => {
		const security = admin('security', null as never);
		expect(() => setControl(ledger, security, 'auditDays', 180)).toThrow('190');
		ledger.db.prepare(`insert into control (id, value, setAt) values ('auditDays', '7', '')`).run();
		expect(control(ledger, 'auditDays')).toBe(190);
	});
});

describe('the trail', () => {
	test('can only be added to', async () => {
		await tokenOf();
		const run = (sql: string) => () => ledger.db.prepare(sql).run();
		expect(run(`update audit set detail = '{}' where seq = 1`)).toThrow('append-only');
		expect(run('delete from audit where seq = 1')).toThrow('append-only');
		expect(
			run(
				`insert into audit (at, action, target, detail, previous, hash) values ('', 'x', 'x', '{}', 'wrong', 'x')`
			)
		).toThrow('continues');
		expect(verifyTrail(ledger).broken).toBeNull();
	});
	test('shows where it was altered with another tool', async () => {
		await tokenOf();
		ledger.db.exec('drop trigger audit_is_append_only_update');
		ledger.db.prepare(`update audit set detail = '{}' where seq = 2`).run();
		expect(verifyTrail(ledger).broken).toMatchObject({ seq: 2 });
	});
});
