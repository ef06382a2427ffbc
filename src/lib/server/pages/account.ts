import { codeLists } from '#codes/index.ts';
import type { Asker, Role } from '#lib/server/access/asker.ts';
import { users } from '#lib/server/access/accounts.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { moment } from './moment.ts';

/** Roles as people call them. */
export const roleLabels: Readonly<Record<Role, string>> = {
	analyst: '监管分析员',
	unit: '责任单位',
	institution: '报送机构',
	leader: '领导',
	administrator: '管理员'
};

/** The short name of whom the asker belongs to; `null` for those who belong to no filer. */
export function belongsTo(ledger: Ledger, asker: Pick<Asker, 'institution' | 'unit'>): string | null {
	const id = asker.institution ?? asker.unit;
	if (id === null) return null;
	const institution = institutions(ledger).find((one) => one.id === id);
	return institution?.shortName ?? codeLists.get('unit')?.at.get(id)?.label ?? id;
}

/** The asker's own account, with the sessions open in their name. */
export function accountOf(ledger: Ledger, asker: Asker) {
	const sessions = prepared(
		ledger.db,
		'select createdAt, seenAt, address from session where user = ? order by createdAt desc'
	).all(asker.user) as { createdAt: string; seenAt: string; address: string | null }[];
	return {
		name: asker.name,
		role: roleLabels[asker.role],
		belongsTo: belongsTo(ledger, asker),
		sessions: sessions.map((one) => ({
			created: moment(one.createdAt),
			seen: moment(one.seenAt),
			address: one.address
		}))
	};
}

/** Every account as the administrator sees it. */
export function accountList(ledger: Ledger, asker: Asker) {
	const now = ledger.now().toISOString();
	return users(ledger, asker).map((account) => {
		const locked = account.lockedUntil !== null && account.lockedUntil > now;
		const state = account.disabled
			? ({ label: '已停用', tone: 'bad' } as const)
			: locked
				? ({ label: '已锁定', tone: 'warn' } as const)
				: account.mustChange
					? ({ label: '待改密码', tone: 'none' } as const)
					: ({ label: '正常', tone: 'good' } as const);
		return {
			username: account.username,
			name: account.name,
			role: roleLabels[account.role],
			belongsTo: belongsTo(ledger, account),
			disabled: account.disabled,
			locked,
			state
		};
	});
}
