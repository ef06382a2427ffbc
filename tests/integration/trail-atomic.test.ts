import { afterEach, beforeEach, expect, test } from 'vitest';
import allLoan from '#datasets/all-loan.ts';
import {
	changePassword,
	createUser,
	revokeSessions,
	setDisabled,
	unlock
} from '#lib/server/access/accounts.ts';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import { setControl } from '#lib/server/access/controls.ts';
import { approve, propose } from '#lib/server/access/grants.ts';
import { resetByLink } from '#lib/server/access/links.ts';
import { signIn } from '#lib/server/access/sessions.ts';
import { check, giveBack, receive, sign, withdraw } from '#lib/server/intake/submit.ts';
import { recordBreak } from '#lib/server/ledger/breaks.ts';
import { addInstitution } from '#lib/server/ledger/institutions.ts';
import { rowCounts } from '#lib/server/ledger/migrate.ts';
import { setParameter } from '#lib/server/ledger/parameters.ts';
import { csv, exampleRow, office, usccOf, type Office } from './filer.ts';

const password = 'Right-horse-7';
let at: Office;
let ready: number;
let request: number;
let own: Asker;

/** An administrator who has just proved who they are. */
const administrator = (username: string, role: 'system' | 'security'): Asker => {
	const { lastInsertRowid } = at.ledger.db
		.prepare(`insert into user (username, name, role, password, createdAt) values (?, ?, ?, 'none$', '')`)
		.run(username, username, role);
	return { ...at.analyst, user: Number(lastInsertRowid), name: username, role, clearance: 1 };
};
let system: Asker;
let security: Asker;

const file = (period: string) => ({
	dataset: 'all-loan',
	institution: 'BKA',
	period,
	fileName: '各项贷款.csv',
	source: csv(allLoan, [{ ...exampleRow(allLoan), balance: '100.00' }]),
	check: 'mine' as const
});

beforeEach(async () => {
	at = office();
	const { id } = await createUser(at.ledger, { username: 'zhang', name: '张三', role: 'leader', password });
	own = { ...at.analyst, user: id, name: '张三', role: 'leader' };
	[system, security] = [administrator('sa', 'system'), administrator('sec', 'security')];
	request = propose(at.ledger, system, {
		username: 'li',
		name: '李四',
		role: 'leader',
		reason: '分管领导查看'
	});
	ready = (await receive(at.ledger, at.maker, file('2026-09'))).submission;
	await check(at.ledger, ready);
});
afterEach(() => at.close());

/** Every row of every table but those that only say when somebody was seen. */
const everything = (): unknown =>
	Object.keys(rowCounts(at.ledger.db)).map((table) => [
		table,
		at.ledger.db
			.prepare(`select * from "${table}"`)
			.all()
			.map((row) => JSON.stringify(row))
			.sort()
	]);

const acts: Readonly<Record<string, () => unknown>> = {
	'an account is switched off': () => setDisabled(at.ledger, system, 'zhang', true),
	'an account is let in again': () => unlock(at.ledger, security, 'zhang'),
	'sessions are ended': () => revokeSessions(at.ledger, security, 'zhang'),
	'a password is changed': () =>
		changePassword(at.ledger, own, { current: password, next: 'Better-horse-8' }),
	'a password is reset': () => resetByLink(at.ledger, security, 'zhang'),
	'somebody signs in': () => signIn(at.ledger, { username: 'zhang', password }),
	'somebody fails to': () => signIn(at.ledger, { username: 'zhang', password: 'wrong' }),
	'a right is asked for': () =>
		propose(at.ledger, system, { username: 'wang', name: '王五', role: 'leader', reason: '分管领导查看' }),
	'a right is granted': () => approve(at.ledger, security, request),
	'a control is set': () => setControl(at.ledger, security, 'idleMinutes', 20),
	'a parameter is entered': () =>
		setParameter(at.ledger, at.analyst, { id: 'midRate', key: 'USD', from: '2026-09-30', value: '7.0983' }),
	'a definition changes': () =>
		recordBreak(at.ledger, at.analyst, { dataset: 'all-loan', from: '2026-06', note: '统计范围调整' }),
	'an institution is entered': () =>
		addInstitution(at.ledger, consoleAsker, {
			id: 'BKC',
			uscc: usccOf(9),
			name: '丙银行',
			shortName: '丙行',
			kind: 'city',
			from: '2020-01-01'
		}),
	'a file is handed in': () => receive(at.ledger, at.maker, file('2026-08')),
	'a file is signed': () => sign(at.ledger, at.checker, ready),
	'a file is taken back': () => withdraw(at.ledger, at.maker, ready),
	'a file is given back': () =>
		giveBack(at.ledger, at.analyst, ready, { reason: '请核对余额口径', dueOn: '2026-10-30' })
};

// Protects the promise that nothing is done without a word of it: the act and its entry stand or fall together.
test.each(Object.keys(acts))('where no word of it can be left, nothing happens: %s', async (name) => {
	const doing = async (): Promise<unknown> => acts[name]!();
	const before = everything();
	at.ledger.db.exec(
		`create temp trigger no_word before insert on main.audit begin select raise(abort, 'no word of it'); end`
	);
	await expect(doing()).rejects.toThrow();
	expect(everything()).toEqual(before);
	// And with a word it does happen: what was tried above was no empty act.
	at.ledger.db.exec('drop trigger no_word');
	await doing();
	expect(everything()).not.toEqual(before);
});
