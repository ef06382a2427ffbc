import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { waitingAtMost } from '#lib/server/ledger/turn.ts';
import { refusalIn } from '#lib/server/ledger/trouble.ts';
import { askerOf, keptById, keptUser, type Kept } from './accounts.ts';
import type { Asker } from './asker.ts';
import { control } from './controls.ts';
import { lockEnd, lockOf, noteWrong } from './lockout.ts';
import { hashPassword, isOutdated, isPassword } from './password.ts';
import { isSecond, mustEnrol } from './second.ts';
import { newToken, tokenHash } from './token.ts';

const minute = 60_000;
/** How long the second factor may be owed after the password. */
const ticketMinutes = 5;
/** Names nobody has, tried in vain: they are locked like real ones, so that nobody learns which exist. */
const unknown = new Map<string, { failures: number; until: string | null }>();
const mostUnknown = 10_000;

/** Why somebody was not let in. `wrong` never says whether the name or the password was. */
export type SignInRefusal =
	{ readonly refused: 'wrong' } | { readonly refused: 'locked'; readonly until: string };
export interface SignedIn {
	/** Goes into the cookie; only its hash is kept. */
	readonly token: string;
	readonly asker: Asker;
	/** How many older sessions of the same person were ended to make room. */
	readonly ended: number;
}
/** The password was right; the second factor is still owed. */
export interface Owing {
	readonly ticket: string;
}

const later = (ledger: Ledger, milliseconds: number): string =>
	new Date(ledger.now().getTime() + milliseconds).toISOString();
const said = (until: string | null): SignInRefusal =>
	until === null ? { refused: 'wrong' } : { refused: 'locked', until };

let decoy: Promise<string> | undefined;

/** The same answer, at the same count, for a name nobody has. */
function noteUnknown(ledger: Ledger, username: string): SignInRefusal {
	const known = unknown.get(username) ?? { failures: 0, until: null };
	if (known.until !== null && known.until > ledger.now().toISOString())
		return { refused: 'locked', until: known.until };
	const failures = known.failures + 1;
	const until = failures >= control(ledger, 'failures') ? lockEnd(ledger) : null;
	unknown.delete(username);
	unknown.set(username, { failures: until ? 0 : failures, until });
	if (unknown.size > mostUnknown) unknown.delete(unknown.keys().next().value!);
	return said(until);
}

/** Opens a session; the oldest of the same person give way. Inside the caller's transaction. */
function enter(ledger: Ledger, user: Kept, address: string | null, second: boolean): SignedIn {
	const token = newToken();
	const now = ledger.now().toISOString();
	prepared(ledger.db, 'delete from session where createdAt < ?').run(
		later(ledger, -2 * control(ledger, 'sessionHours') * 60 * minute)
	);
	prepared(ledger.db, 'delete from ticket where user = ?').run(user.id);
	const { changes } = prepared(
		ledger.db,
		`update session set ended = 'displaced' where user = @user and ended is null and hash not in
			(select hash from session where user = @user and ended is null order by createdAt desc, seenAt desc limit @keep)`
	).run({ user: user.id, keep: control(ledger, 'sessions') - 1 });
	prepared(
		ledger.db,
		`insert into session (hash, user, createdAt, seenAt, address, provedAt, second) values (?, ?, ?, ?, ?, ?, ?)`
	).run(tokenHash(token), user.id, now, now, address, now, second ? 1 : 0);
	prepared(ledger.db, 'update user set failures = 0, lockedUntil = null, seenAt = ? where id = ?').run(
		now,
		user.id
	);
	record(ledger, { user: user.id }, 'user.signIn', `user:${user.username}`, {
		address,
		second,
		ended: changes
	});
	return { token, asker: askerOf(user), ended: changes };
}

/** What follows on the first factor: a session, or a ticket for the second. Inside the caller's transaction. */
function goOn(ledger: Ledger, user: Kept, address: string | null): SignedIn | Owing {
	if (user.secondSince === null) return enter(ledger, user, address, false);
	const ticket = newToken();
	prepared(ledger.db, 'delete from ticket where user = ? or madeAt < ?').run(
		user.id,
		later(ledger, -ticketMinutes * minute)
	);
	prepared(ledger.db, 'insert into ticket (hash, user, address, madeAt) values (?, ?, ?, ?)').run(
		tokenHash(ticket),
		user.id,
		address,
		ledger.now().toISOString()
	);
	return { ticket };
}

/** Lets somebody in, or not: a few failures lock the account for a while, right password or not. */
export async function signIn(
	ledger: Ledger,
	given: { username: string; password: string; address?: string | null }
): Promise<SignedIn | Owing | SignInRefusal> {
	const address = given.address ?? null;
	const before = keptUser(ledger, given.username);
	const right = await isPassword(
		given.password,
		before?.password.includes('$') ? before.password : await (decoy ??= hashPassword('decoy'))
	);
	const fresh = before && right && isOutdated(before.password) ? await hashPassword(given.password) : null;
	return ledger.db
		.transaction((): SignedIn | Owing | SignInRefusal => {
			const user = keptUser(ledger, given.username);
			if (!user || user.disabled) return noteUnknown(ledger, given.username);
			const lock = lockOf(ledger, user);
			if (lock) return said(lock);
			if (!right || user.password !== before?.password)
				return said(noteWrong(ledger, user, 'failures', address));
			if (fresh) prepared(ledger.db, 'update user set password = ? where id = ?').run(fresh, user.id);
			return goOn(ledger, user, address);
		})
		.immediate();
}

/** Lets in somebody whom 统一身份认证 has vouched for, under their name here; a second factor is owed all the same. */
export function signInVouched(
	ledger: Ledger,
	given: { username: string; issuer: string; address?: string | null }
): SignedIn | Owing | null {
	return ledger.db
		.transaction(() => {
			const user = keptUser(ledger, given.username);
			if (!user || user.disabled || lockOf(ledger, user)) return null;
			record(ledger, { user: user.id }, 'user.vouched', `user:${user.username}`, { issuer: given.issuer });
			return goOn(ledger, user, given.address ?? null);
		})
		.immediate();
}

/** Opens a session for somebody who has just set their password by a one-time link. */
export const signInByLink = (ledger: Ledger, user: Kept, address: string | null): SignedIn | Owing =>
	ledger.db.transaction(() => goOn(ledger, keptById(ledger, user.id)!, address)).immediate();

/** Whether a ticket still waits for its second factor. */
export const isOwing = (ledger: Ledger, ticket: string): boolean =>
	prepared(ledger.db, 'select 1 from ticket where hash = ? and madeAt > ?').get(
		tokenHash(ticket),
		later(ledger, -ticketMinutes * minute)
	) !== undefined;

/** Takes the second factor for a ticket; `null` if the ticket is void, so that one begins with the password again. */
export function signInSecond(
	ledger: Ledger,
	ticket: string,
	code: string,
	address: string | null
): SignedIn | SignInRefusal | null {
	return ledger.db
		.transaction((): SignedIn | SignInRefusal | null => {
			if (!isOwing(ledger, ticket)) return null;
			const owed = prepared(ledger.db, 'select user from ticket where hash = ?')
				.pluck()
				.get(tokenHash(ticket)) as number;
			const user = keptById(ledger, owed)!;
			if (user.disabled) return null;
			const lock = lockOf(ledger, user);
			if (lock) return said(lock);
			if (isSecond(ledger, user, code)) return enter(ledger, user, address, true);
			return said(lockOf(ledger, keptById(ledger, owed)!));
		})
		.immediate();
}

/** What somebody must see to before anything else. */
export type Owed = 'password' | 'second' | null;

/** A session that holds. */
export interface Session {
	readonly asker: Asker;
	readonly hash: string;
	readonly username: string;
	readonly owed: Owed;
}

/** Why a session no longer holds, to be told. */
export type Ended = 'displaced' | 'changed' | 'revoked' | 'idle' | 'long';

interface Found extends Kept {
	readonly seenAtSession: string;
	readonly startedAt: string;
	readonly provedAt: string | null;
	readonly second: number;
	readonly purpose: string | null;
	readonly purposeUntil: string | null;
	readonly ended: Ended | 'signedOut' | null;
}

/** Whose session a token is, or why it has ended; `null` for a token there never was. `touch: false` for requests no person made, such as polling. */
export function sessionOf(
	ledger: Ledger,
	token: string | undefined,
	options: { touch?: boolean } = {}
): Session | { readonly ended: Ended } | null {
	if (!token) return null;
	const hash = tokenHash(token);
	const found = prepared(
		ledger.db,
		`select u.*, s.seenAt as seenAtSession, s.createdAt as startedAt, s.provedAt, s.second, s.purpose, s.purposeUntil, s.ended
		from session s join user u on u.id = s.user where s.hash = ?`
	).get(hash) as Found | undefined;
	if (!found || found.ended === 'signedOut') return null;
	if (found.disabled) return { ended: 'revoked' };
	if (found.ended !== null) return { ended: found.ended };
	if (found.startedAt < later(ledger, -control(ledger, 'sessionHours') * 60 * minute))
		return { ended: 'long' };
	if (found.seenAtSession < later(ledger, -control(ledger, 'idleMinutes') * minute)) return { ended: 'idle' };
	const now = ledger.now().toISOString();
	if (options.touch !== false && found.seenAtSession < later(ledger, -minute)) touch(ledger, hash, now);
	return {
		asker: {
			...askerOf(found),
			session: hash,
			...(found.provedAt !== null && { proof: { at: found.provedAt, second: found.second === 1 } }),
			...(found.purpose !== null && (found.purposeUntil ?? '') > now && { purpose: found.purpose })
		},
		hash,
		username: found.username,
		owed: owed(ledger, found)
	};
}

/** Notes that somebody is still there. Reading goes on where even that cannot be written: a full disk, a writer at work, for whom nobody waits here; the next request notes it then. */
function touch(ledger: Ledger, hash: string, now: string): void {
	const note = () => prepared(ledger.db, 'update session set seenAt = ? where hash = ?').run(now, hash);
	try {
		waitingAtMost(0, ledger, () => ledger.db.transaction(note).immediate());
	} catch (cause) {
		if (!refusalIn(cause)) throw cause;
	}
}

/** Whether a password has grown too old. */
const isAged = (ledger: Ledger, user: Kept): boolean =>
	!ledger.demo &&
	user.passwordAt !== null &&
	user.passwordAt < later(ledger, -control(ledger, 'passwordDays') * 24 * 60 * minute);

const owed = (ledger: Ledger, user: Kept): Owed =>
	user.mustChange === 1 || isAged(ledger, user) ? 'password' : mustEnrol(ledger, user) ? 'second' : null;

/** Whether the session somebody asks in has not been ended since; who asks without one is not asked. */
export const isStillIn = (ledger: Ledger, { session }: Pick<Asker, 'session'>): boolean =>
	session === undefined ||
	prepared(ledger.db, 'select 1 from session where hash = ? and ended is null').get(session) !== undefined;

/** Ends a session. */
export function signOut(ledger: Ledger, token: string): void {
	ledger.db
		.transaction(() => {
			const hash = tokenHash(token);
			const user = prepared(ledger.db, 'select user from session where hash = ? and ended is null')
				.pluck()
				.get(hash) as number | undefined;
			if (user === undefined) return;
			prepared(ledger.db, `update session set ended = 'signedOut' where hash = ?`).run(hash);
			record(ledger, { user }, 'user.signOut', `user:${keptById(ledger, user)!.username}`);
		})
		.immediate();
}
