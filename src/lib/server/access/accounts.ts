import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { consoleAsker, isAdministrator, roleLabels, usualClearance, type Asker, type Role } from './asker.ts';
import { control } from './controls.ts';
import { demandOpen, noteWrong } from './lockout.ts';
import { hashPassword, isPassword, noPassword, weakness } from './password.ts';
import { may } from './rights.ts';

/** 用户 without its secrets. */
export interface Account {
	readonly id: number;
	readonly username: string;
	readonly name: string;
	readonly role: Role;
	readonly institution: string | null;
	readonly unit: string | null;
	readonly clearance: number;
	readonly rawRead: boolean;
	readonly mustChange: boolean;
	readonly passwordAt: string | null;
	/** Whether a password has been set at all. */
	readonly active: boolean;
	readonly secondSince: string | null;
	readonly lockedUntil: string | null;
	readonly disabled: boolean;
	readonly createdAt: string;
	readonly seenAt: string | null;
}

/** A user as the ledger keeps it. */
export type Kept = Omit<Account, 'mustChange' | 'disabled' | 'rawRead' | 'active'> & {
	readonly mustChange: number;
	readonly disabled: number;
	readonly rawRead: number;
	readonly password: string;
	readonly failures: number;
	readonly secondSecret: string | null;
	readonly secondStep: number;
	readonly secondFailures: number;
};

const account = ({ password, failures, secondSecret, secondStep, secondFailures, ...row }: Kept): Account => {
	void [failures, secondSecret, secondStep, secondFailures];
	return {
		...row,
		active: password !== noPassword,
		mustChange: row.mustChange === 1,
		disabled: row.disabled === 1,
		rawRead: row.rawRead === 1
	};
};

/** Who asks when this user asks. */
export const askerOf = (
	user: Pick<Kept, 'id' | 'name' | 'role' | 'institution' | 'unit' | 'clearance' | 'rawRead'>
): Asker => ({
	user: user.id,
	name: user.name,
	role: user.role,
	institution: user.institution,
	unit: user.unit,
	clearance: user.clearance,
	rawRead: user.rawRead === 1
});

/** The user of this name as the ledger keeps it. */
export const keptUser = (ledger: Ledger, username: string): Kept | undefined =>
	prepared(ledger.db, 'select * from user where username = ?').get(username) as Kept | undefined;
export const keptById = (ledger: Ledger, id: number | null): Kept | undefined =>
	prepared(ledger.db, 'select * from user where id = ?').get(id) as Kept | undefined;

/** The account an administrator means; refuses as if there were none. */
export function demandUser(ledger: Ledger, username: string): Kept {
	const found = keptUser(ledger, username);
	if (!found) throw new Refused('没有找到', 404);
	return found;
}

/** Every account, for the administrators of accounts and of security. */
export function users(ledger: Ledger, asker: Asker): Account[] {
	if (!may(asker, 'system') && !may(asker, 'security')) throw new Refused('没有找到', 404);
	return (prepared(ledger.db, 'select * from user order by username').all() as Kept[]).map(account);
}

/** What an account is to be. */
export interface NewAccount {
	readonly username: string;
	readonly name: string;
	readonly role: Role;
	readonly institution?: string | null;
	readonly unit?: string | null;
	readonly clearance?: number;
	readonly rawRead?: boolean;
}

/** An account to be, complete and of one piece; refuses with a sentence. */
export function checkedAccount(given: NewAccount): Required<NewAccount> {
	const { role } = given;
	if (!/^[\p{L}\p{N}._@-]{2,40}$/u.test(given.username))
		throw new Refused('用户名为 2–40 位字母、数字或汉字', 400);
	const name = given.name.trim();
	if (!name || name.length > 40) throw new Refused('姓名为 1–40 字', 400);
	if (role === 'institution' && !given.institution) throw new Refused('报送机构用户须指明所属机构', 400);
	if (role === 'unit' && !given.unit) throw new Refused('责任单位用户须指明所属单位', 400);
	const clearance = given.clearance ?? usualClearance[role];
	if (!Number.isInteger(clearance) || clearance < 1 || clearance > 4)
		throw new Refused('密级许可为 1 至 4 级', 400);
	if (isAdministrator(role) && (given.rawRead || clearance > 1))
		throw new Refused(`${roleLabels[role]}不得接触业务数据`, 400);
	return {
		username: given.username.normalize('NFC'),
		name,
		role,
		institution: role === 'institution' ? given.institution! : null,
		unit: role === 'unit' || role === 'analyst' ? (given.unit ?? null) : null,
		clearance,
		rawRead: given.rawRead ?? false
	};
}

/** Enters an account, inside the caller's transaction; its holder still has to set a password. */
export function enterAccount(ledger: Ledger, given: Required<NewAccount>, password = noPassword): number {
	if (keptUser(ledger, given.username)) throw new Refused(`用户名 ${given.username} 已被使用`, 400);
	const at = ledger.now().toISOString();
	const { lastInsertRowid } = prepared(
		ledger.db,
		`insert into user (username, name, role, institution, unit, clearance, rawRead, password, passwordAt, createdAt)
		values (@username, @name, @role, @institution, @unit, @clearance, @rawRead, @password, @at, @at)`
	).run({ ...given, rawRead: given.rawRead ? 1 : 0, password, at });
	return Number(lastInsertRowid);
}

/** Makes an account with a password at once, as the console and the demonstration do. */
export async function createUser(
	ledger: Ledger,
	given: NewAccount & { readonly password: string; readonly mustChange?: boolean },
	asker: Asker = consoleAsker
): Promise<Account> {
	if (asker.user !== null) throw new Refused('没有找到', 404);
	const checked = checkedAccount(given);
	const weak = weakness(given.password, given.username, control(ledger, 'passwordLength'));
	if (weak) throw new Refused(weak, 400);
	const password = await hashPassword(given.password);
	return ledger.db
		.transaction(() => {
			const id = enterAccount(ledger, checked, password);
			if (given.mustChange) prepared(ledger.db, 'update user set mustChange = 1 where id = ?').run(id);
			const { username, ...granted } = checked;
			record(ledger, asker, 'user.create', `user:${username}`, granted);
			return account(keptById(ledger, id)!);
		})
		.immediate();
}

/** Ends sessions, saying why to whoever comes back with one; `except` stays. */
export function endSessions(
	ledger: Ledger,
	user: number,
	why: 'displaced' | 'changed' | 'revoked' | 'signedOut',
	except = ''
): number {
	prepared(ledger.db, 'delete from ticket where user = ?').run(user);
	return prepared(
		ledger.db,
		'update session set ended = ? where user = ? and ended is null and hash <> ?'
	).run(why, user, except).changes;
}

/** Switches an account off, which ends its sessions at once, or on again. The last administrator of a kind stays. */
export function setDisabled(ledger: Ledger, asker: Asker, username: string, disabled: boolean): void {
	if (!may(asker, 'system')) throw new Refused('没有找到', 404);
	ledger.db
		.transaction(() => {
			const user = demandUser(ledger, username);
			if (user.id === asker.user) throw new Refused('不能停用自己的账号', 400);
			if (disabled && isAdministrator(user.role) && others(ledger, user) === 0)
				throw new Refused(`至少要留一个已设密码、可用的${roleLabels[user.role]}`, 400);
			prepared(ledger.db, 'update user set disabled = ?, seenAt = ? where id = ?').run(
				disabled ? 1 : 0,
				disabled ? user.seenAt : ledger.now().toISOString(),
				user.id
			);
			if (disabled) endSessions(ledger, user.id, 'revoked');
			record(ledger, asker, disabled ? 'user.disable' : 'user.enable', `user:${username}`);
		})
		.immediate();
}

/** Others of the same kind who can sign in: whoever has not set a password yet cannot. */
const others = (ledger: Ledger, { id, role }: Pick<Kept, 'id' | 'role'>): number =>
	prepared(
		ledger.db,
		'select count(*) from user where role = ? and disabled = 0 and password <> ? and id <> ?'
	)
		.pluck()
		.get(role, noPassword, id) as number;

/** Lets an account in again before its lock has run out. */
export function unlock(ledger: Ledger, asker: Asker, username: string): void {
	if (!may(asker, 'security')) throw new Refused('没有找到', 404);
	ledger.db
		.transaction(() => {
			const user = demandUser(ledger, username);
			prepared(
				ledger.db,
				'update user set failures = 0, secondFailures = 0, lockedUntil = null where id = ?'
			).run(user.id);
			record(ledger, asker, 'user.unlock', `user:${username}`);
		})
		.immediate();
}

/** Ends every session of an account at once. */
export function revokeSessions(ledger: Ledger, asker: Asker, username: string): number {
	if (!may(asker, 'security')) throw new Refused('没有找到', 404);
	return ledger.db
		.transaction(() => {
			const user = demandUser(ledger, username);
			const ended = endSessions(ledger, user.id, 'revoked');
			record(ledger, asker, 'user.revokeSessions', `user:${username}`, { ended });
			return ended;
		})
		.immediate();
}

/** Switches off accounts that nobody has used for long; administrators stay, so that somebody can let the others in. */
export function closeDormant(ledger: Ledger): string[] {
	const since = new Date(ledger.now().getTime() - control(ledger, 'dormantDays') * 86_400_000).toISOString();
	return ledger.db
		.transaction(() => {
			const dormant = prepared(
				ledger.db,
				`select id, username from user where disabled = 0 and role not in ('system', 'security', 'audit')
					and coalesce(seenAt, createdAt) < ? order by username`
			).all(since) as { id: number; username: string }[];
			for (const { id, username } of dormant) {
				prepared(ledger.db, 'update user set disabled = 1 where id = ?').run(id);
				endSessions(ledger, id, 'revoked');
				record(ledger, { user: null }, 'user.dormant', `user:${username}`, { since });
			}
			return dormant.map(({ username }) => username);
		})
		.immediate();
}

/** The new password's hash, if it may be taken: strong enough, and not one of the last few. */
export async function acceptable(ledger: Ledger, user: Kept, password: string): Promise<string> {
	const weak = weakness(password, user.username, control(ledger, 'passwordLength'));
	if (weak) throw new Refused(weak, 400);
	const recent = control(ledger, 'passwordHistory');
	const former = prepared(
		ledger.db,
		'select password from former_password where user = ? order by id desc limit ?'
	)
		.pluck()
		.all(user.id, recent - 1) as string[];
	for (const kept of [user.password, ...former])
		if (await isPassword(password, kept)) throw new Refused(`新密码不得与最近 ${recent} 个密码相同`, 400);
	return hashPassword(password);
}

/** Puts a new password in place of the old, inside the caller's transaction. */
export function replacePassword(ledger: Ledger, user: Kept, password: string): void {
	const at = ledger.now().toISOString();
	if (user.password !== noPassword)
		prepared(ledger.db, 'insert into former_password (user, password, at) values (?, ?, ?)').run(
			user.id,
			user.password,
			at
		);
	prepared(
		ledger.db,
		`update user set password = ?, passwordAt = ?, mustChange = 0, failures = 0, lockedUntil = null where id = ?`
	).run(password, at, user.id);
}

/** Changes the asker's own password, which ends all their other sessions; refuses with a sentence. A wrong one counts as at signing in. */
export async function changePassword(
	ledger: Ledger,
	asker: Asker,
	given: { current: string; next: string; keep?: string }
): Promise<void> {
	const user = keptById(ledger, asker.user);
	if (!user) throw new Refused('没有找到', 404);
	demandOpen(ledger, user);
	if (!(await isPassword(given.current, user.password))) {
		ledger.db.transaction(() => noteWrong(ledger, keptById(ledger, user.id)!, 'failures', null)).immediate();
		throw new Refused('原密码不对', 400);
	}
	const password = await acceptable(ledger, user, given.next);
	ledger.db
		.transaction(() => {
			if (keptById(ledger, user.id)!.password !== user.password)
				throw new Refused('密码刚被修改，请重新登录', 409);
			replacePassword(ledger, user, password);
			endSessions(ledger, user.id, 'changed', given.keep);
			record(ledger, asker, 'user.changePassword', `user:${user.username}`);
		})
		.immediate();
}
