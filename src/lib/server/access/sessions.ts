import { createHash, randomBytes } from 'node:crypto';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { askerOf, type Kept } from './accounts.ts';
import type { Asker } from './asker.ts';
import { hashPassword, isPassword } from './password.ts';

const minute = 60_000;
/** How long sessions and lock-outs last. */
export const limits = {
	idle: 30 * minute,
	absolute: 12 * 60 * minute,
	sessions: 2,
	failures: 5,
	lock: 15 * minute
} as const;

/** Why somebody was not let in. `wrong` never says whether the name or the password was. */
export type SignInRefusal =
	{ readonly refused: 'wrong' } | { readonly refused: 'locked'; readonly until: string };
export type SignedIn = {
	/** Goes into the cookie; only its hash is kept. */
	readonly token: string;
	readonly asker: Asker;
	readonly mustChange: boolean;
	/** How many older sessions of the same person were ended to make room. */
	readonly ended: number;
};

/** The hash under which a session is kept. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

const later = (ledger: Ledger, milliseconds: number): string =>
	new Date(ledger.now().getTime() + milliseconds).toISOString();

let decoy: Promise<string> | undefined;

function noteFailure(ledger: Ledger, user: Kept, address: string | null): SignInRefusal {
	const failures = user.failures + 1;
	const locks = failures >= limits.failures;
	const until = locks ? later(ledger, limits.lock) : null;
	prepared(ledger.db, 'update user set failures = ?, lockedUntil = ? where id = ?').run(
		locks ? 0 : failures,
		until,
		user.id
	);
	record(ledger, { user: user.id }, locks ? 'user.lock' : 'user.signInFailed', `user:${user.username}`, {
		address
	});
	return until === null ? { refused: 'wrong' } : { refused: 'locked', until };
}

function enter(ledger: Ledger, user: Kept, address: string | null): SignedIn {
	const token = randomBytes(32).toString('base64url');
	const now = ledger.now().toISOString();
	prepared(ledger.db, 'delete from session where createdAt < ? or seenAt < ?').run(
		later(ledger, -limits.absolute),
		later(ledger, -limits.idle)
	);
	const { changes } = prepared(
		ledger.db,
		`delete from session where user = @user and hash not in
			(select hash from session where user = @user order by createdAt desc, seenAt desc limit @keep)`
	).run({ user: user.id, keep: limits.sessions - 1 });
	prepared(
		ledger.db,
		'insert into session (hash, user, createdAt, seenAt, address) values (?, ?, ?, ?, ?)'
	).run(tokenHash(token), user.id, now, now, address);
	prepared(ledger.db, 'update user set failures = 0, lockedUntil = null where id = ?').run(user.id);
	record(ledger, { user: user.id }, 'user.signIn', `user:${user.username}`, { address, ended: changes });
	return { token, asker: askerOf(user), mustChange: user.mustChange === 1, ended: changes };
}

/** Lets somebody in, or not: five failures lock the account for a quarter of an hour, right password or not. */
export async function signIn(
	ledger: Ledger,
	given: { username: string; password: string; address?: string | null }
): Promise<SignedIn | SignInRefusal> {
	const find = () =>
		prepared(ledger.db, 'select * from user where username = ?').get(given.username) as Kept | undefined;
	const before = find();
	const right = await isPassword(
		given.password,
		before?.password ?? (await (decoy ??= hashPassword('decoy')))
	);
	return ledger.db
		.transaction((): SignedIn | SignInRefusal => {
			const user = find();
			if (!user || user.disabled) return { refused: 'wrong' };
			if (user.lockedUntil !== null && user.lockedUntil > ledger.now().toISOString())
				return { refused: 'locked', until: user.lockedUntil };
			if (!right || user.password !== before?.password)
				return noteFailure(ledger, user, given.address ?? null);
			return enter(ledger, user, given.address ?? null);
		})
		.immediate();
}

/** Whose session a token is; `null` once it has ended. `touch: false` for requests no person made, such as polling. */
export function sessionOf(
	ledger: Ledger,
	token: string | undefined,
	options: { touch?: boolean } = {}
): { asker: Asker; mustChange: boolean; hash: string; username: string } | null {
	if (!token) return null;
	const hash = tokenHash(token);
	const found = prepared(
		ledger.db,
		`select u.*, s.seenAt, s.createdAt as startedAt from session s join user u on u.id = s.user where s.hash = ?`
	).get(hash) as (Kept & { seenAt: string; startedAt: string }) | undefined;
	if (!found || found.disabled) return null;
	if (found.seenAt < later(ledger, -limits.idle) || found.startedAt < later(ledger, -limits.absolute))
		return null;
	if (options.touch !== false && found.seenAt < later(ledger, -minute))
		ledger.db
			.transaction(() =>
				prepared(ledger.db, 'update session set seenAt = ? where hash = ?').run(
					ledger.now().toISOString(),
					hash
				)
			)
			.immediate();
	return { asker: askerOf(found), mustChange: found.mustChange === 1, hash, username: found.username };
}

/** Ends a session. */
export function signOut(ledger: Ledger, token: string): void {
	ledger.db
		.transaction(() => {
			const hash = tokenHash(token);
			const user = prepared(ledger.db, 'select user from session where hash = ?').pluck().get(hash);
			if (user === undefined) return;
			prepared(ledger.db, 'delete from session where hash = ?').run(hash);
			record(ledger, { user: user as number }, 'user.signOut', `user:${user as number}`);
		})
		.immediate();
}
