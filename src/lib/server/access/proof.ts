import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { keptById } from './accounts.ts';
import type { Asker } from './asker.ts';
import { control } from './controls.ts';
import { demandOpen, noteWrong } from './lockout.ts';
import { isPassword } from './password.ts';
import { isSecond } from './second.ts';

/** The asker must first show anew who they are, or enrol a second factor; the page leads there and back. */
export class NeedsProof extends Refused {
	readonly wants: 'confirm' | 'enrol';
	constructor(wants: 'confirm' | 'enrol') {
		super(
			wants === 'confirm' ? '办理此事前须再次验证身份' : '签署报送须先启用二次验证，请到“账户”页启用',
			403
		);
		this.wants = wants;
	}
}

/** Whether the asker has proved who they are a short while ago. */
function isRecent(ledger: Ledger, asker: Asker): boolean {
	const since = new Date(ledger.now().getTime() - control(ledger, 'graveMinutes') * 60_000).toISOString();
	return asker.proof !== undefined && asker.proof.at >= since;
}

/**
 * Demands that whoever does a grave thing has just proved who they are. Signing for an institution takes a second
 * factor besides; in a demonstration nobody has one. The console has proved itself to the operating system.
 */
export function demandProof(ledger: Ledger, asker: Asker, options: { second?: boolean } = {}): void {
	if (asker.user === null) return;
	if (options.second && !ledger.demo && !asker.proof?.second) throw new NeedsProof('enrol');
	if (!isRecent(ledger, asker)) throw new NeedsProof('confirm');
}

/** Proves anew who asks: by the second factor where there is one, by the password otherwise. Answers whether it was right. */
export async function prove(ledger: Ledger, asker: Asker, session: string, given: string): Promise<boolean> {
	const user = keptById(ledger, asker.user);
	if (!user) throw new Refused('没有找到', 404);
	demandOpen(ledger, user);
	const second = user.secondSince !== null;
	const byPassword = !second && (await isPassword(given, user.password));
	return ledger.db
		.transaction(() => {
			const right = second ? isSecond(ledger, keptById(ledger, user.id)!, given) : byPassword;
			if (right) {
				prepared(
					ledger.db,
					'update session set provedAt = ?, second = ? where hash = ? and ended is null'
				).run(ledger.now().toISOString(), second ? 1 : 0, session);
				record(ledger, asker, 'user.prove', `user:${user.username}`);
			} else if (!second) noteWrong(ledger, keptById(ledger, user.id)!, 'failures', null);
			return right;
		})
		.immediate();
}
