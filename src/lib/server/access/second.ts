import { createHash, randomInt } from 'node:crypto';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { demandUser, endSessions, keptById, type Kept } from './accounts.ts';
import { isAdministrator, type Asker } from './asker.ts';
import { noteWrong } from './lockout.ts';
import { stepOf } from './one-time-code.ts';
import { may } from './rights.ts';
import { seal, unseal } from './seal.ts';

const about = (user: number): string => `second factor of ${user}`;
const codes = 10;
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A recovery code as it is kept; blanks and dashes do not count. */
const codeHash = (user: number, code: string): string =>
	createHash('sha256')
		.update(`${user} ${code.toUpperCase().replace(/[^A-Z0-9]/g, '')}`)
		.digest('hex');

/** Whether somebody may do nothing before enrolling a second factor: administrators must. In a demonstration nobody does. */
export const mustEnrol = (ledger: Ledger, user: Pick<Kept, 'role' | 'secondSince'>): boolean =>
	!ledger.demo && isAdministrator(user.role) && user.secondSince === null;

/** Ten codes for the day the phone is lost, shown once; those before are void. Inside the caller's transaction. */
function newRecoveryCodes(ledger: Ledger, user: number): string[] {
	prepared(ledger.db, 'delete from recovery_code where user = ?').run(user);
	const enter = prepared(ledger.db, 'insert into recovery_code (hash, user) values (?, ?)');
	return Array.from({ length: codes }, () => {
		const code = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('');
		enter.run(codeHash(user, code), user);
		return code.replace(/(.{4})(?=.)/g, '$1-');
	});
}

/** Begins to use a second factor, once its holder has shown a code of it; ends all other sessions. Answers recovery codes. */
export function enrol(ledger: Ledger, asker: Asker, secret: string, code: string, keep: string): string[] {
	return ledger.db
		.transaction(() => {
			const user = keptById(ledger, asker.user);
			if (!user) throw new Refused('没有找到', 404);
			if (user.secondSince !== null) throw new Refused('已启用二次验证；要更换，请先由安全管理员重置', 409);
			const step = stepOf(secret, code.trim(), ledger.now(), 0);
			if (step === null) throw new Refused('验证码不对，请确认手机时间准确，等下一个验证码再试', 400);
			prepared(
				ledger.db,
				'update user set secondSecret = ?, secondStep = ?, secondSince = ?, secondFailures = 0 where id = ?'
			).run(seal(ledger, about(user.id), secret), step, ledger.now().toISOString(), user.id);
			endSessions(ledger, user.id, 'changed', keep);
			prepared(ledger.db, 'update session set second = 1, provedAt = ? where hash = ?').run(
				ledger.now().toISOString(),
				keep
			);
			record(ledger, asker, 'user.enrolSecond', `user:${user.username}`);
			return newRecoveryCodes(ledger, user.id);
		})
		.immediate();
}

/**
 * Whether a code is the user's now: of the app, each once, or a recovery code, each once. Counts failures and locks
 * the account like wrong passwords do. Inside the caller's transaction.
 */
export function isSecond(ledger: Ledger, user: Kept, given: string): boolean {
	if (user.secondSecret === null) return false;
	const step = stepOf(
		unseal(ledger, about(user.id), user.secondSecret),
		given.trim(),
		ledger.now(),
		user.secondStep
	);
	if (step !== null) {
		prepared(ledger.db, 'update user set secondStep = ?, secondFailures = 0 where id = ?').run(step, user.id);
		return true;
	}
	const { changes } = prepared(
		ledger.db,
		'update recovery_code set usedAt = ? where hash = ? and user = ? and usedAt is null'
	).run(ledger.now().toISOString(), codeHash(user.id, given), user.id);
	if (changes) {
		prepared(ledger.db, 'update user set secondFailures = 0 where id = ?').run(user.id);
		record(ledger, { user: user.id }, 'user.recoveryCode', `user:${user.username}`);
		return true;
	}
	noteWrong(ledger, user, 'secondFailures', null);
	return false;
}

/** How many recovery codes are left. */
export const recoveryCodesLeft = (ledger: Ledger, asker: Asker): number =>
	prepared(ledger.db, 'select count(*) from recovery_code where user = ? and usedAt is null')
		.pluck()
		.get(asker.user) as number;

/** New recovery codes for the asker, in place of all before. */
export function renewRecoveryCodes(ledger: Ledger, asker: Asker): string[] {
	return ledger.db
		.transaction(() => {
			const user = keptById(ledger, asker.user);
			if (!user?.secondSince) throw new Refused('还没有启用二次验证', 409);
			record(ledger, asker, 'user.renewRecoveryCodes', `user:${user.username}`);
			return newRecoveryCodes(ledger, user.id);
		})
		.immediate();
}

/** Takes a lost second factor off an account, which ends its sessions; its holder enrols anew. */
export function resetSecond(ledger: Ledger, asker: Asker, username: string): void {
	if (!may(asker, 'security')) throw new Refused('没有找到', 404);
	ledger.db
		.transaction(() => {
			const user = demandUser(ledger, username);
			if (user.id === asker.user) throw new Refused('不能重置自己的二次验证', 400);
			prepared(
				ledger.db,
				'update user set secondSecret = null, secondStep = 0, secondSince = null, secondFailures = 0 where id = ?'
			).run(user.id);
			prepared(ledger.db, 'delete from recovery_code where user = ?').run(user.id);
			endSessions(ledger, user.id, 'revoked');
			record(ledger, asker, 'user.resetSecond', `user:${username}`);
		})
		.immediate();
}
