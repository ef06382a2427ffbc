import { codeLists } from '#codes/index.ts';
import { keptById } from '#lib/server/access/accounts.ts';
import { roleLabels, type Asker } from '#lib/server/access/asker.ts';
import { control } from '#lib/server/access/controls.ts';
import { recoveryCodesLeft } from '#lib/server/access/second.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { moment } from '#core/moment.ts';

/** The short name of whom the asker belongs to; `null` for those who belong to no filer. */
export function belongsTo(ledger: Ledger, asker: Pick<Asker, 'institution' | 'unit'>): string | null {
	const id = asker.institution ?? asker.unit;
	if (id === null) return null;
	const institution = institutions(ledger).find((one) => one.id === id);
	return institution?.shortName ?? codeLists.get('unit')?.at.get(id)?.label ?? id;
}

/** The asker's own account, with the sessions open in their name. */
export function accountOf(ledger: Ledger, asker: Asker, session: string) {
	const user = keptById(ledger, asker.user)!;
	const sessions = prepared(
		ledger.db,
		'select hash, createdAt, seenAt, address from session where user = ? and ended is null order by createdAt desc'
	).all(asker.user) as { hash: string; createdAt: string; seenAt: string; address: string | null }[];
	return {
		name: asker.name,
		username: user.username,
		role: roleLabels[asker.role],
		belongsTo: belongsTo(ledger, asker),
		second: user.secondSince && { since: moment(user.secondSince), codes: recoveryCodesLeft(ledger, asker) },
		passwordAt: user.passwordAt && moment(user.passwordAt),
		passwordDays: control(ledger, 'passwordDays'),
		mostSessions: control(ledger, 'sessions'),
		sessions: sessions.map((one) => ({
			created: moment(one.createdAt),
			seen: moment(one.seenAt),
			address: one.address,
			here: one.hash === session
		}))
	};
}
