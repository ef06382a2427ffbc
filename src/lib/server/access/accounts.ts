import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { consoleAsker, type Asker, type Role } from './asker.ts';
import { hashPassword, isPassword, oneTimePassword, weakness } from './password.ts';

export { oneTimePassword } from './password.ts';

/** 用户 without its password. */
export interface Account {
	readonly id: number;
	readonly username: string;
	readonly name: string;
	readonly role: Role;
	readonly institution: string | null;
	readonly unit: string | null;
	readonly mustChange: boolean;
	readonly lockedUntil: string | null;
	readonly disabled: boolean;
	readonly createdAt: string;
}

/** A user as the ledger keeps it. */
export type Kept = Omit<Account, 'mustChange' | 'disabled'> & {
	readonly mustChange: number;
	readonly disabled: number;
	readonly password: string;
	readonly failures: number;
};

const columns = 'id, username, name, role, institution, unit, mustChange, lockedUntil, disabled, createdAt';
const account = (row: Kept): Account => ({
	...row,
	mustChange: row.mustChange === 1,
	disabled: row.disabled === 1
});

/** Who asks when this user asks. */
export const askerOf = (user: Pick<Kept, 'id' | 'name' | 'role' | 'institution' | 'unit'>): Asker => ({
	user: user.id,
	name: user.name,
	role: user.role,
	institution: user.institution,
	unit: user.unit
});

/** Whether the asker administers accounts: administrators and the console. */
function demandAdministrator(asker: Asker): void {
	if (asker.user !== null && asker.role !== 'administrator') throw new Refused('没有找到', 404);
}

/** Makes an account. Whoever files for an institution or unit names it. */
export async function createUser(
	ledger: Ledger,
	given: {
		username: string;
		name: string;
		role: Role;
		institution?: string | null;
		unit?: string | null;
		password: string;
		mustChange?: boolean;
	},
	asker: Asker = consoleAsker
): Promise<Account> {
	demandAdministrator(asker);
	if (!/^[\p{L}\p{N}._@-]{2,40}$/u.test(given.username))
		throw new Refused('用户名为 2–40 位字母、数字或汉字', 400);
	const weak = weakness(given.password, given.username);
	if (weak) throw new Refused(weak, 400);
	if (given.role === 'institution' && !given.institution)
		throw new Refused('报送机构用户须指明所属机构', 400);
	if (given.role === 'unit' && !given.unit) throw new Refused('责任单位用户须指明所属单位', 400);
	const password = await hashPassword(given.password);
	return ledger.db
		.transaction(() => {
			if (prepared(ledger.db, 'select 1 from user where username = ?').get(given.username))
				throw new Refused(`用户名 ${given.username} 已被使用`);
			const { lastInsertRowid } = prepared(
				ledger.db,
				`insert into user (username, name, role, institution, unit, password, mustChange, createdAt)
				values (?, ?, ?, ?, ?, ?, ?, ?)`
			).run(
				given.username,
				given.name,
				given.role,
				given.institution ?? null,
				given.unit ?? null,
				password,
				given.mustChange ? 1 : 0,
				ledger.now().toISOString()
			);
			record(ledger, asker, 'user.create', `user:${given.username}`, {
				name: given.name,
				role: given.role,
				institution: given.institution ?? null,
				unit: given.unit ?? null
			});
			return account(
				prepared(ledger.db, `select ${columns} from user where id = ?`).get(lastInsertRowid) as Kept
			);
		})
		.immediate();
}

/** Every account, for the administrator. */
export function users(ledger: Ledger, asker: Asker): Account[] {
	demandAdministrator(asker);
	return (prepared(ledger.db, `select ${columns} from user order by username`).all() as Kept[]).map(account);
}

/** Disables an account and ends its sessions, or lets it in again. The last administrator stays. */
export function setDisabled(ledger: Ledger, asker: Asker, username: string, disabled: boolean): void {
	demandAdministrator(asker);
	ledger.db
		.transaction(() => {
			const others = prepared(
				ledger.db,
				`select count(*) from user where role = 'administrator' and disabled = 0 and username <> ?`
			).pluck();
			if (disabled && others.get(username) === 0) throw new Refused('至少要留一个可用的管理员');
			const { changes } = prepared(
				ledger.db,
				'update user set disabled = ?, failures = 0, lockedUntil = null where username = ?'
			).run(disabled ? 1 : 0, username);
			if (!changes) throw new Refused('没有找到', 404);
			if (disabled) endSessions(ledger, username);
			record(ledger, asker, disabled ? 'user.disable' : 'user.enable', `user:${username}`);
		})
		.immediate();
}

const endSessions = (ledger: Ledger, username: string): unknown =>
	prepared(ledger.db, 'delete from session where user = (select id from user where username = ?)').run(
		username
	);

/** Gives an account a new password to hand over once; the old one and all sessions end. */
export async function resetPassword(ledger: Ledger, asker: Asker, username: string): Promise<string> {
	demandAdministrator(asker);
	const fresh = oneTimePassword();
	const password = await hashPassword(fresh);
	ledger.db
		.transaction(() => {
			const { changes } = prepared(
				ledger.db,
				'update user set password = ?, mustChange = 1, failures = 0, lockedUntil = null where username = ?'
			).run(password, username);
			if (!changes) throw new Refused('没有找到', 404);
			endSessions(ledger, username);
			record(ledger, asker, 'user.resetPassword', `user:${username}`);
		})
		.immediate();
	return fresh;
}

/** Changes the asker's own password, which ends all their other sessions; refuses with a sentence. */
export async function changePassword(
	ledger: Ledger,
	asker: Asker,
	given: { current: string; next: string; keep?: string }
): Promise<void> {
	const user = prepared(ledger.db, 'select * from user where id = ?').get(asker.user) as Kept | undefined;
	if (!user) throw new Refused('没有找到', 404);
	if (!(await isPassword(given.current, user.password))) throw new Refused('原密码不对', 400);
	const weak = weakness(given.next, user.username);
	if (weak) throw new Refused(weak, 400);
	if (given.next === given.current) throw new Refused('新密码不得与原密码相同', 400);
	const password = await hashPassword(given.next);
	ledger.db
		.transaction(() => {
			prepared(ledger.db, 'update user set password = ?, mustChange = 0 where id = ?').run(password, user.id);
			prepared(ledger.db, 'delete from session where user = ? and hash <> ?').run(user.id, given.keep ?? '');
			record(ledger, asker, 'user.changePassword', `user:${user.username}`);
		})
		.immediate();
}
