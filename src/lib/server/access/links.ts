import { setting } from '#settings';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import {
	acceptable,
	checkedAccount,
	demandUser,
	endSessions,
	enterAccount,
	keptById,
	replacePassword,
	type Kept
} from './accounts.ts';
import { administratorRoles, roleLabels, type AdministratorRole, type Asker } from './asker.ts';
import { control } from './controls.ts';
import { hashPassword, noPassword, weakness } from './password.ts';
import { may } from './rights.ts';
import { newToken, tokenHash } from './token.ts';

/** What a one-time link is for. */
export interface Link {
	readonly hash: string;
	/** Whose password it sets; `null` for the first administrator of a kind. */
	readonly user: Kept | null;
	readonly role: AdministratorRole | null;
	readonly expiresAt: string;
}

/** Where browsers find this installation. */
export const linkOrigin = (): string => setting('ORIGIN') ?? `http://localhost:${setting('PORT') ?? 3000}`;

/** The address of a link, as its receiver opens it. */
export const linkAddress = (token: string): string => `${linkOrigin()}/activate/${token}`;

/** Makes a link inside the caller's transaction; whatever links there were for the same are void. */
export function makeLink(
	ledger: Ledger,
	asker: Pick<Asker, 'user'>,
	to: { readonly user: number } | { readonly role: AdministratorRole }
): string {
	const token = newToken();
	const now = ledger.now();
	const [user, role] = 'user' in to ? [to.user, null] : [null, to.role];
	prepared(ledger.db, 'update link set usedAt = ? where usedAt is null and user is ? and role is ?').run(
		now.toISOString(),
		user,
		role
	);
	prepared(
		ledger.db,
		'insert into link (hash, user, role, madeBy, madeAt, expiresAt) values (?, ?, ?, ?, ?, ?)'
	).run(
		tokenHash(token),
		user,
		role,
		asker.user,
		now.toISOString(),
		new Date(now.getTime() + control(ledger, 'linkHours') * 3_600_000).toISOString()
	);
	return token;
}

/** The link a token opens, if it still does. */
export function linkOf(ledger: Ledger, token: string): Link | null {
	const found = prepared(
		ledger.db,
		'select hash, user, role, expiresAt from link where hash = ? and usedAt is null and expiresAt > ?'
	).get(tokenHash(token), ledger.now().toISOString()) as
		{ hash: string; user: number | null; role: AdministratorRole | null; expiresAt: string } | undefined;
	if (!found) return null;
	const user = found.user === null ? null : (keptById(ledger, found.user) ?? null);
	if (user?.disabled || (found.role && hasAdministrator(ledger, found.role))) return null;
	return { ...found, user };
}

const hasAdministrator = (ledger: Ledger, role: AdministratorRole): boolean =>
	prepared(ledger.db, 'select 1 from user where role = ? limit 1').get(role) !== undefined;

/** Uses a link: its holder sets a password, and as the first administrator of a kind also a name. Refuses with a sentence. */
export async function useLink(
	ledger: Ledger,
	token: string,
	given: { readonly password: string; readonly username?: string; readonly name?: string }
): Promise<Kept> {
	const gone = (): Refused => new Refused('链接已失效或已用过，请向发给您链接的管理员另要一个', 404);
	const link = linkOf(ledger, token);
	if (!link) throw gone();
	const { role } = link;
	const fresh = role
		? checkedAccount({ username: given.username ?? '', name: given.name ?? '', role })
		: null;
	const shortest = control(ledger, 'passwordLength');
	const weak = fresh && weakness(given.password, fresh.username, shortest);
	if (weak) throw new Refused(weak, 400);
	const password = link.user
		? await acceptable(ledger, link.user, given.password)
		: await hashPassword(given.password);
	return ledger.db
		.transaction(() => {
			const { changes } = prepared(
				ledger.db,
				'update link set usedAt = ? where hash = ? and usedAt is null'
			).run(ledger.now().toISOString(), link.hash);
			if (!changes || (role && hasAdministrator(ledger, role))) throw gone();
			if (link.user) {
				replacePassword(ledger, link.user, password);
				endSessions(ledger, link.user.id, 'changed');
			}
			const id = link.user?.id ?? enterAccount(ledger, fresh!, password);
			const user = keptById(ledger, id)!;
			const { username, name } = user;
			record(ledger, { user: id }, 'user.activate', `user:${username}`, { name, role: user.role });
			return user;
		})
		.immediate();
}

/** Gives an account a one-time link to set a new password, shown once; its password and sessions end at once. */
export function resetByLink(ledger: Ledger, asker: Asker, username: string): string {
	if (!may(asker, 'security')) throw new Refused('没有找到', 404);
	return ledger.db
		.transaction(() => {
			const user = demandUser(ledger, username);
			if (user.id === asker.user) throw new Refused('不能重置自己的密码；请在“账户”页修改', 400);
			replacePassword(ledger, user, noPassword);
			endSessions(ledger, user.id, 'revoked');
			record(ledger, asker, 'user.resetPassword', `user:${username}`);
			return makeLink(ledger, asker, { user: user.id });
		})
		.immediate();
}

/** Links for the first administrator of each kind there has never been one of; links made before are void. */
export function firstLinks(ledger: Ledger): { role: AdministratorRole; label: string; token: string }[] {
	return ledger.db
		.transaction(() =>
			administratorRoles
				.filter((role) => !hasAdministrator(ledger, role))
				.map((role) => {
					record(ledger, { user: null }, 'link.first', `role:${role}`);
					return { role, label: roleLabels[role], token: makeLink(ledger, { user: null }, { role }) };
				})
		)
		.immediate();
}
