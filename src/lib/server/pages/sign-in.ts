import { redirect, type Cookies } from '@sveltejs/kit';
import { clearTicket, writeTicket, writeToken } from '#lib/server/access/cookies.ts';
import { homeOf, returnPath } from '#lib/server/access/policy.ts';
import type { Ended, Owing, SignedIn, SignInRefusal } from '#lib/server/access/sessions.ts';

/** Why somebody was not let in, without telling a stranger whether the name exists. */
export function sayRefusal(refusal: SignInRefusal, now: Date, what = '用户名或密码不对'): string {
	if (refusal.refused === 'wrong') return `${what}。连续多次输错，账号将被锁定。`;
	const minutes = Math.max(1, Math.ceil((Date.parse(refusal.until) - now.getTime()) / 60_000));
	return `账号已锁定，请 ${minutes} 分钟后再试，或请安全管理员解锁。`;
}

const ends: Readonly<Record<Ended, string>> = {
	displaced: '您的账号在别处登录，这里已退出。若不是本人操作，请立即修改密码。',
	changed: '密码、验证方式或权限已变更，请重新登录。',
	revoked: '登录已被管理员终止，或账号已停用。如有疑问请联系安全管理员。',
	idle: '闲置时间过长，已自动退出。',
	long: '本次登录已满最长时限，请重新登录。'
};

/** Why the last session ended, in words; `null` for anything else in the address. */
export const sayEnded = (ended: string | null): string | null =>
	ended !== null && Object.hasOwn(ends, ended) ? ends[ended as Ended] : null;

interface Arriving {
	readonly cookies: Cookies;
	readonly url: URL;
}

/** Lets somebody in whom one factor, or both, have vouched for: to where they wanted, or to show the second. */
export function letIn({ cookies, url }: Arriving, result: SignedIn | Owing, next: string | null): never {
	const wanted = returnPath(next);
	if ('ticket' in result) {
		writeTicket(cookies, url, result.ticket);
		redirect(303, wanted ? `/login/code?next=${encodeURIComponent(wanted)}` : '/login/code');
	}
	clearTicket(cookies, url);
	writeToken(cookies, url, result.token);
	redirect(303, wanted ?? homeOf(result.asker));
}
