import { units } from '#codes/unit.ts';
import { users, type Account } from '#lib/server/access/accounts.ts';
import {
	isAdministrator,
	roleLabels,
	usualClearance,
	type Asker,
	type Role
} from '#lib/server/access/asker.ts';
import { control } from '#lib/server/access/controls.ts';
import { grantRequests, type GrantRequest } from '#lib/server/access/grants.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { belongsTo } from './account.ts';
import { moment } from '#core/moment.ts';

const decisions = { approved: '已批准', rejected: '已驳回', withdrawn: '已撤回' } as const;

/** What an account is allowed, in words. */
const allowed = (
	ledger: Ledger,
	of: Pick<Account, 'role' | 'institution' | 'unit' | 'clearance'> & { readonly rawRead: boolean | number }
) => ({
	role: roleLabels[of.role],
	belongsTo: belongsTo(ledger, of),
	clearance: `${of.clearance}级`,
	rawRead: of.rawRead ? '可查看企业明细' : ''
});

/** How an account stands, in a word. */
function stateOf(ledger: Ledger, account: Account) {
	const locked = account.lockedUntil !== null && account.lockedUntil > ledger.now().toISOString();
	if (account.disabled) return { label: '已停用', tone: 'bad' } as const;
	if (locked) return { label: '已锁定', tone: 'warn' } as const;
	if (!account.active) return { label: '待启用', tone: 'none' } as const;
	return { label: '正常', tone: 'good' } as const;
}

/** An account as administrators see it in a list. */
export const accountRow = (ledger: Ledger, account: Account) => ({
	username: account.username,
	name: account.name,
	...allowed(ledger, account),
	administrator: isAdministrator(account.role),
	disabled: account.disabled,
	locked: account.lockedUntil !== null && account.lockedUntil > ledger.now().toISOString(),
	second: account.secondSince !== null,
	seen: account.seenAt ? moment(account.seenAt) : '从未登录',
	state: stateOf(ledger, account)
});

/** A request as both administrators read it; a change of rights beside what holds now. */
function requestRow(ledger: Ledger, request: GrantRequest, known: ReadonlyMap<number, Account>) {
	const before = request.user === null ? undefined : known.get(request.user);
	return {
		id: request.id,
		username: request.username,
		name: request.name,
		...allowed(ledger, request),
		before: before ? { name: before.name, ...allowed(ledger, before) } : null,
		reason: request.reason,
		proposed: `${request.proposer ?? '控制台'}　${moment(request.proposedAt)}`,
		own: request.proposedBy,
		decided: request.decidedAt && `${request.decider ?? '控制台'}　${moment(request.decidedAt)}`,
		decision: request.decision && decisions[request.decision],
		note: request.note
	};
}

/** 授权申请: those waiting, and the latest decided. */
export function requestList(ledger: Ledger, asker: Asker) {
	const known = new Map(users(ledger, asker).map((account) => [account.id, account]));
	const rows = (open: boolean) =>
		grantRequests(ledger, asker, open).map((one) => requestRow(ledger, one, known));
	return { open: rows(true), decided: rows(false), me: asker.user };
}

/** What can be chosen when an account is asked for. */
export const choices = (ledger: Ledger) => ({
	roles: Object.entries(roleLabels).map(([value, label]) => ({
		value,
		label: `${label}（通常${usualClearance[value as Role]}级）`
	})),
	institutions: institutions(ledger)
		.filter(({ kind }) => kind !== 'unit')
		.map(({ id, shortName }) => ({ value: id, label: shortName })),
	units: units.codes.map(({ code, label }) => ({ value: code, label }))
});

/** Everything the system administrator's page of accounts shows. */
export function accountsPage(ledger: Ledger, asker: Asker, chosen: string | null) {
	const all = users(ledger, asker);
	const one = all.find(({ username }) => username === chosen);
	return {
		accounts: all.map((account) => accountRow(ledger, account)),
		requests: requestList(ledger, asker),
		choices: choices(ledger),
		chosen: one
			? {
					username: one.username,
					name: one.name,
					role: one.role,
					institution: one.institution,
					unit: one.unit,
					clearance: one.clearance,
					rawRead: one.rawRead
				}
			: null
	};
}

/** How many days before an account is closed for want of use the security administrator is told. */
const notice = 14;

/** That nobody has used an account for long, in words; `null` if somebody has. */
function idleOf(ledger: Ledger, { seenAt, createdAt, disabled, role }: Account): string | null {
	const most = control(ledger, 'dormantDays');
	const days = Math.floor((ledger.now().getTime() - Date.parse(seenAt ?? createdAt)) / 86_400_000);
	if (days >= most) return disabled ? '久未登录，已停用' : `已 ${days} 天未登录`;
	if (disabled || isAdministrator(role) || days < most - notice) return null;
	return `再过 ${most - days} 天未登录即停用`;
}

/** What the security administrator should look at: accounts used from two places at once, or soon closed for want of use. */
export function peoplePage(ledger: Ledger, asker: Asker) {
	const since = (hours: number) => new Date(ledger.now().getTime() - hours * 3_600_000).toISOString();
	const open = prepared(
		ledger.db,
		`select user, count(*) as sessions, count(distinct address) as addresses from session
		where ended is null and seenAt > ? and createdAt > ? group by user`
	).all(since(control(ledger, 'idleMinutes') / 60), since(control(ledger, 'sessionHours'))) as {
		user: number;
		sessions: number;
		addresses: number;
	}[];
	const sessions = new Map(open.map((one) => [one.user, one]));
	return users(ledger, asker).map((account) => {
		const own = sessions.get(account.id);
		return {
			...accountRow(ledger, account),
			idle: idleOf(ledger, account),
			sessions: own?.sessions ?? 0,
			shared: (own?.addresses ?? 0) > 1
		};
	});
}
