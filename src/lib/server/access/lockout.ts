import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import type { Kept } from './accounts.ts';
import { control } from './controls.ts';

/** When a lock that begins now runs out. */
export const lockEnd = (ledger: Ledger): string =>
	new Date(ledger.now().getTime() + control(ledger, 'lockMinutes') * 60_000).toISOString();

/** Until when an account is locked; `null` if it is open. */
export const lockOf = (ledger: Ledger, user: Pick<Kept, 'lockedUntil'>): string | null =>
	user.lockedUntil !== null && user.lockedUntil > ledger.now().toISOString() ? user.lockedUntil : null;

/** Refuses whatever takes a password or a code while the account is locked. */
export function demandOpen(ledger: Ledger, user: Pick<Kept, 'lockedUntil'>): void {
	if (lockOf(ledger, user)) throw new Refused('账号已锁定，请稍后再试，或请安全管理员解锁', 403);
}

/** Counts a wrong password or code; a few in a row lock the account. Inside the caller's transaction; answers until when. */
export function noteWrong(
	ledger: Ledger,
	user: Kept,
	what: 'failures' | 'secondFailures',
	address: string | null
): string | null {
	const count = user[what] + 1;
	const locks = count >= control(ledger, 'failures');
	const until = locks ? lockEnd(ledger) : null;
	prepared(ledger.db, `update user set ${what} = ?, lockedUntil = coalesce(?, lockedUntil) where id = ?`).run(
		locks ? 0 : count,
		until,
		user.id
	);
	const failed = what === 'failures' ? 'user.signInFailed' : 'user.secondFailed';
	record(ledger, { user: user.id }, locks ? 'user.lock' : failed, `user:${user.username}`, { address });
	return until;
}
