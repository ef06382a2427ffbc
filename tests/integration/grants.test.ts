import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createUser, keptUser, setDisabled, users } from '#lib/server/access/accounts.ts';
import {
	administratorRoles,
	consoleAsker,
	roleLabels,
	type Asker,
	type Role
} from '#lib/server/access/asker.ts';
import {
	approve,
	grantAtConsole,
	grantRequests,
	propose,
	reject,
	withdrawRequest
} from '#lib/server/access/grants.ts';
import { firstLinks, linkOf, resetByLink, useLink } from '#lib/server/access/links.ts';
import { sessionOf, signIn } from '#lib/server/access/sessions.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { trailOf } from '#lib/server/ledger/trail.ts';

let dir: string;
let ledger: Ledger;
let clock = Date.parse('2026-10-12T01:00:00Z');
let system: Asker;
let security: Asker;
const password = 'Right-horse-7';

/** Somebody who never signs in. */
function person(username: string, role: Role): Asker {
	const { id } = grantAtConsole(ledger, consoleAsker, { username, name: username, role });
	return {
		...consoleAsker,
		user: id,
		name: username,
		role,
		clearance: 1,
		rawRead: false,
		proof: { at: '9999', second: true }
	};
}
beforeEach(() => {
	dir = mkdtempSync(join(tmpdir(), 'techfin-grants-'));
	ledger = openLedger(dir, { now: () => new Date(clock) });
	[system, security] = [person('sa1', 'system'), person('sec1', 'security')];
});
afterEach(() => {
	ledger.close();
	rmSync(dir, { recursive: true, force: true });
});
const wanted = { username: 'li', name: '李四', role: 'leader', reason: '分管领导查看' } as const;

// Protects 三员分立: who asks does not decide, who decides does not ask, and neither for themselves.
describe('a grant', () => {
	test('is proposed by one and approved by another; then a one-time link opens the account', async () => {
		const id = propose(ledger, system, wanted);
		expect(keptUser(ledger, 'li')).toBeUndefined();
		const { token } = approve(ledger, security, id);
		expect(keptUser(ledger, 'li')).toMatchObject({ role: 'leader', clearance: 3, password: '*' });
		expect(await signIn(ledger, { username: 'li', password: '*' })).toEqual({ refused: 'wrong' });
		await useLink(ledger, token!, { password });
		expect(await signIn(ledger, { username: 'li', password })).toHaveProperty('token');
		await expect(useLink(ledger, token!, { password: 'Other-horse-8' })).rejects.toThrow('已用过');
		expect(() => approve(ledger, security, id)).toThrow('已经办结');
	});

	test('C6: of other rights takes effect at once, and ends the sessions held under the old ones', async () => {
		await createUser(ledger, { username: 'li', name: '李四', role: 'leader', password });
		const entered = await signIn(ledger, { username: 'li', password });
		if (!('token' in entered)) throw new Error('not in');
		const id = propose(ledger, system, { ...wanted, role: 'analyst', rawRead: true });
		expect(sessionOf(ledger, entered.token)).toMatchObject({ asker: { role: 'leader' } });
		approve(ledger, security, id);
		expect(sessionOf(ledger, entered.token)).toEqual({ ended: 'changed' });
		expect(keptUser(ledger, 'li')).toMatchObject({ role: 'analyst', rawRead: 1, clearance: 3 });
	});

	test('C5: is decided by nobody who asked, and by nobody it is for', async () => {
		const both = { ...security, user: system.user };
		const id = propose(ledger, system, wanted);
		expect(() => approve(ledger, both, id)).toThrow('自己提出');
		expect(() => propose(ledger, system, { ...wanted, username: 'sa1', role: 'system' })).toThrow(
			'不能为自己'
		);
		const own = propose(ledger, system, {
			username: 'sec1',
			name: '改名',
			role: 'security',
			reason: '姓名更正为'
		});
		expect(() => approve(ledger, security, own)).toThrow('不能审批给自己');
		// Nor past the program, with a database tool.
		const decide = ledger.db.prepare(
			`update grant_request set decidedBy = ?, decidedAt = 'x', decision = 'approved' where id = ?`
		);
		expect(() => decide.run(system.user, id)).toThrow('nobody approves their own request');
		expect(() => decide.run(security.user, own)).toThrow('nobody approves their own request');
	});

	test.each(['analyst', 'unit', 'institution', 'leader', 'audit', 'security'] as const)(
		'is not proposed by %s',
		(role) => {
			expect(() => propose(ledger, { ...security, role }, wanted)).toThrow('没有找到');
		}
	);
	test.each(['analyst', 'unit', 'institution', 'leader', 'audit', 'system'] as const)(
		'is not decided by %s, and requests are not theirs to read unless they ask',
		(role) => {
			const id = propose(ledger, system, wanted);
			const other = { ...security, user: 77, role };
			expect(() => approve(ledger, other, id)).toThrow('没有找到');
			expect(() => reject(ledger, other, id, '理由充分的驳回')).toThrow('没有找到');
			if (role !== 'system') expect(() => grantRequests(ledger, other, true)).toThrow('没有找到');
			if (role !== 'system') expect(() => users(ledger, other)).toThrow('没有找到');
		}
	);

	test('is rejected with a reason or taken back by who asked, and then asked anew', () => {
		const first = propose(ledger, system, wanted);
		expect(() => propose(ledger, system, wanted)).toThrow('已有待审批');
		expect(() => reject(ledger, security, first, '不')).toThrow('五个字');
		reject(ledger, security, first, '缺少分管文件');
		const second = propose(ledger, system, wanted);
		expect(() => withdrawRequest(ledger, { ...system, user: 77 }, second)).toThrow('自己');
		withdrawRequest(ledger, system, second);
		expect(grantRequests(ledger, system, true)).toEqual([]);
		expect(keptUser(ledger, 'li')).toBeUndefined();
		expect(() => ledger.db.prepare(`update grant_request set note = 'x' where id = ?`).run(first)).toThrow(
			'a decision stays'
		);
	});
});

describe('C5: administrators', () => {
	const business = (Object.keys(roleLabels) as Role[]).filter(
		(role) => !administratorRoles.includes(role as never)
	);
	const pairs = [
		...administratorRoles.flatMap((from) => business.map((to) => [from, to] as const)),
		...administratorRoles.flatMap((from) =>
			administratorRoles.filter((to) => to !== from).map((to) => [from, to] as const)
		),
		...business.flatMap((from) => administratorRoles.map((to) => [from, to] as const))
	];
	test.each(pairs)('%s never becomes %s', (from, to) => {
		ledger.db.exec(
			`insert into institution values ('BKA','u',null,'甲','甲','city',null,1,'2020-01-01',null)`
		);
		const scope = (role: Role) => ({
			institution: role === 'institution' ? 'BKA' : null,
			unit: role === 'unit' ? 'pbc' : null
		});
		grantAtConsole(ledger, consoleAsker, { username: 'wang', name: '王', role: from, ...scope(from) });
		expect(() =>
			propose(ledger, system, {
				username: 'wang',
				name: '王',
				role: to,
				reason: '岗位调整需要',
				...scope(to)
			})
		).toThrow('不同账号');
		expect(() =>
			ledger.db
				.prepare('update user set role = ?, institution = null, unit = null where username = ?')
				.run(to, 'wang')
		).toThrow('different people');
	});

	test.each(administratorRoles)(
		'%s holds no institution, no office, no clearance and no leave to see rows',
		(role) => {
			for (const more of [{ rawRead: true }, { clearance: 3 }])
				expect(() =>
					propose(ledger, system, { username: 'wang', name: '王', role, reason: '岗位调整需要', ...more })
				).toThrow('业务数据');
			expect(() =>
				ledger.db
					.prepare(
						`insert into user (username, name, role, unit, password, createdAt) values ('x', 'x', ?, 'pbc', '*', '')`
					)
					.run(role)
			).toThrow('do not go together');
		}
	);

	test.each(administratorRoles)('the last %s stays', (role) => {
		const name = `last-${role}`;
		person(name, role);
		const all = users(ledger, consoleAsker).filter((one) => one.role === role);
		ledger.db.prepare(`update user set password = 'none$'`).run();
		for (const { username } of all.slice(1)) setDisabled(ledger, consoleAsker, username, true);
		expect(() => setDisabled(ledger, consoleAsker, all[0]!.username, true)).toThrow('至少要留一个');
		expect(() =>
			ledger.db.prepare('update user set disabled = 1 where username = ?').run(all[0]!.username)
		).toThrow('the last administrator');
		// A successor who has set no password yet could let nobody in.
		person(`${name}-next`, role);
		expect(() => setDisabled(ledger, consoleAsker, all[0]!.username, true)).toThrow('至少要留一个');
		expect(() =>
			ledger.db.prepare('update user set disabled = 1 where username = ?').run(all[0]!.username)
		).toThrow('the last administrator');
		ledger.db.prepare(`update user set password = 'none$'`).run();
		setDisabled(ledger, consoleAsker, all[0]!.username, true);
	});

	test('none is there by default; the first of each kind comes by a one-time link', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'techfin-first-'));
		const fresh = openLedger(folder, { now: () => new Date(clock) });
		try {
			expect(users(fresh, consoleAsker)).toEqual([]);
			const old = firstLinks(fresh);
			const links = firstLinks(fresh);
			expect(links.map(({ role }) => role)).toEqual(['system', 'security', 'audit']);
			// Made anew at each start: those before are void.
			expect(linkOf(fresh, old[0]!.token)).toBeNull();
			const { token } = links[0]!;
			await expect(useLink(fresh, token, { username: 'sa', name: '管', password: 'weak' })).rejects.toThrow(
				'12'
			);
			await useLink(fresh, token, { username: 'sa', name: '管', password });
			expect(linkOf(fresh, token)).toBeNull();
			expect(firstLinks(fresh).map(({ role }) => role)).toEqual(['security', 'audit']);
			expect(trailOf(fresh, 'user:sa')[0]).toMatchObject({ action: 'user.activate' });
		} finally {
			fresh.close();
			rmSync(folder, { recursive: true });
		}
	});
});

describe('a one-time link', () => {
	test('runs out after a day', async () => {
		const { token } = grantAtConsole(ledger, consoleAsker, { username: 'li', name: '李四', role: 'leader' });
		expect(linkOf(ledger, token)).not.toBeNull();
		clock += 24 * 3_600_000 + 1;
		expect(linkOf(ledger, token)).toBeNull();
		await expect(useLink(ledger, token, { password })).rejects.toThrow('失效');
	});

	test('C14: is made by the security administrator for others, and only its hash is kept', () => {
		grantAtConsole(ledger, consoleAsker, { username: 'li', name: '李四', role: 'leader' });
		const token = resetByLink(ledger, security, 'li');
		expect(JSON.stringify(ledger.db.prepare('select * from link').all())).not.toContain(token);
		expect(() => resetByLink(ledger, security, 'sec1')).toThrow('自己');
		setDisabled(ledger, system, 'li', true);
		expect(linkOf(ledger, token)).toBeNull();
	});

	test('works once, however often it is used at the same moment', async () => {
		const { token } = grantAtConsole(ledger, consoleAsker, { username: 'li', name: '李四', role: 'leader' });
		const tries = await Promise.allSettled(
			Array.from({ length: 4 }, (_, i) => useLink(ledger, token, { password: `Right-horse-${i}9` }))
		);
		expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});
});
