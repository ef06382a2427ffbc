import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { checkedAccount, endSessions, enterAccount, keptUser, type NewAccount } from './accounts.ts';
import { isAdministrator, type Asker, type Role } from './asker.ts';
import { makeLink } from './links.ts';
import { may } from './rights.ts';

/** 授权申请: what somebody is to be allowed, who asks for it and who decided. */
export interface GrantRequest {
	readonly id: number;
	/** `null` while it asks for a new account. */
	readonly user: number | null;
	readonly username: string;
	readonly name: string;
	readonly role: Role;
	readonly institution: string | null;
	readonly unit: string | null;
	readonly clearance: number;
	readonly rawRead: number;
	readonly reason: string;
	readonly proposedBy: number | null;
	readonly proposer: string | null;
	readonly proposedAt: string;
	readonly decidedBy: number | null;
	readonly decider: string | null;
	readonly decidedAt: string | null;
	readonly decision: 'approved' | 'rejected' | 'withdrawn' | null;
	readonly note: string | null;
}

const select = `select g.*, p.name as proposer, d.name as decider from grant_request g
	left join user p on p.id = g.proposedBy left join user d on d.id = g.decidedBy`;

/** Requests still to be decided, or the latest ones decided. */
export function grantRequests(ledger: Ledger, asker: Asker, open: boolean): GrantRequest[] {
	if (!may(asker, 'system') && !may(asker, 'security')) throw new Refused('没有找到', 404);
	return prepared(
		ledger.db,
		open
			? `${select} where g.decidedAt is null order by g.id`
			: `${select} where g.decidedAt is not null order by g.id desc limit 50`
	).all() as GrantRequest[];
}

const explained = (text: string): string => {
	const reason = text.trim();
	if ([...reason].length < 5) throw new Refused('请写明理由，至少五个字', 400);
	return reason.slice(0, 500);
};

/** Asks for a new account, or for other rights of one there is. Nothing changes until another administrator approves. */
export function propose(
	ledger: Ledger,
	asker: Asker,
	given: NewAccount & { readonly reason: string }
): number {
	if (!may(asker, 'system')) throw new Refused('没有找到', 404);
	const reason = explained(given.reason);
	const wanted = checkedAccount(given);
	return ledger.db
		.transaction(() => {
			const known = keptUser(ledger, wanted.username);
			if (known?.id === asker.user && asker.user !== null) throw new Refused('不能为自己申请授权', 400);
			if (
				known &&
				(isAdministrator(known.role) || isAdministrator(wanted.role)) &&
				known.role !== wanted.role
			)
				throw new Refused('管理员与业务人员须为不同账号，请另建账号', 400);
			if (
				wanted.institution &&
				!prepared(ledger.db, 'select 1 from institution where id = ?').get(wanted.institution)
			)
				throw new Refused('没有这家机构，请先登记', 400);
			const waiting = prepared(
				ledger.db,
				'select 1 from grant_request where username = ? and decidedAt is null'
			).get(wanted.username);
			if (waiting) throw new Refused(`${wanted.username} 已有待审批的申请`, 409);
			const { lastInsertRowid } = prepared(
				ledger.db,
				`insert into grant_request (user, username, name, role, institution, unit, clearance, rawRead, reason, proposedBy, proposedAt)
				values (@user, @username, @name, @role, @institution, @unit, @clearance, @rawRead, @reason, @by, @at)`
			).run({
				...wanted,
				rawRead: wanted.rawRead ? 1 : 0,
				user: known?.id ?? null,
				reason,
				by: asker.user,
				at: ledger.now().toISOString()
			});
			const id = Number(lastInsertRowid);
			record(ledger, asker, 'grant.propose', `grant:${id}`, { ...wanted, reason });
			return id;
		})
		.immediate();
}

function openRequest(ledger: Ledger, id: number): GrantRequest {
	const found = prepared(ledger.db, `${select} where g.id = ?`).get(id) as GrantRequest | undefined;
	if (!found) throw new Refused('没有找到', 404);
	if (found.decidedAt !== null) throw new Refused('该申请已经办结', 409);
	return found;
}

const settle = (
	ledger: Ledger,
	asker: Asker,
	id: number,
	decision: NonNullable<GrantRequest['decision']>,
	note: string | null
): unknown =>
	prepared(
		ledger.db,
		'update grant_request set decidedBy = ?, decidedAt = ?, decision = ?, note = ? where id = ?'
	).run(asker.user, ledger.now().toISOString(), decision, note, id);

/**
 * Approves a request of somebody else's: the account is entered, or its rights change and its sessions end at once.
 * A new account comes with a one-time link, shown once.
 */
export function approve(
	ledger: Ledger,
	asker: Asker,
	id: number
): { username: string; token: string | null } {
	if (!may(asker, 'security') || asker.user === null) throw new Refused('没有找到', 404);
	return ledger.db
		.transaction(() => {
			const request = openRequest(ledger, id);
			if (request.proposedBy === asker.user) throw new Refused('不能审批自己提出的申请', 403);
			if (request.user === asker.user) throw new Refused('不能审批给自己的授权', 403);
			settle(ledger, asker, id, 'approved', null);
			const { username, name, role, institution, unit, clearance } = request;
			const rawRead = request.rawRead === 1;
			const granted = { name, role, institution, unit, clearance, rawRead };
			record(ledger, asker, 'grant.approve', `grant:${id}`, { username, ...granted });
			if (request.user === null) {
				const user = enterAccount(ledger, { username, ...granted });
				return { username, token: makeLink(ledger, asker, { user }) };
			}
			prepared(
				ledger.db,
				`update user set name = @name, role = @role, institution = @institution, unit = @unit,
					clearance = @clearance, rawRead = @rawRead where id = @id`
			).run({ ...granted, rawRead: rawRead ? 1 : 0, id: request.user });
			endSessions(ledger, request.user, 'changed');
			return { username, token: null };
		})
		.immediate();
}

/** Rejects a request with a reason. */
export function reject(ledger: Ledger, asker: Asker, id: number, note: string): void {
	if (!may(asker, 'security') || asker.user === null) throw new Refused('没有找到', 404);
	const why = explained(note);
	ledger.db
		.transaction(() => {
			const { username } = openRequest(ledger, id);
			settle(ledger, asker, id, 'rejected', why);
			record(ledger, asker, 'grant.reject', `grant:${id}`, { username, note: why });
		})
		.immediate();
}

/** Takes the asker's own request back. */
export function withdrawRequest(ledger: Ledger, asker: Asker, id: number): void {
	if (!may(asker, 'system')) throw new Refused('没有找到', 404);
	ledger.db
		.transaction(() => {
			const { username, proposedBy } = openRequest(ledger, id);
			if (proposedBy !== asker.user) throw new Refused('只能撤回自己提出的申请', 403);
			settle(ledger, asker, id, 'withdrawn', null);
			record(ledger, asker, 'grant.withdraw', `grant:${id}`, { username });
		})
		.immediate();
}

/** Enters an account at the console and gives its one-time link: how the first people come in. On record as such. */
export function grantAtConsole(
	ledger: Ledger,
	asker: Asker,
	given: NewAccount
): { id: number; token: string } {
	if (asker.user !== null) throw new Refused('没有找到', 404);
	const wanted = checkedAccount(given);
	return ledger.db
		.transaction(() => {
			const id = enterAccount(ledger, wanted);
			const { username, ...granted } = wanted;
			record(ledger, asker, 'user.create', `user:${username}`, granted);
			return { id, token: makeLink(ledger, asker, { user: id }) };
		})
		.immediate();
}
