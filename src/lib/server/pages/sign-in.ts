import type { SignInRefusal } from '#lib/server/access/sessions.ts';

/** Why somebody was not let in, without telling a stranger whether the name exists. */
export function sayRefusal(refusal: SignInRefusal, now: Date): string {
	if (refusal.refused === 'wrong') return '用户名或密码不对。连续输错五次，账号锁定十五分钟。';
	const minutes = Math.max(1, Math.ceil((Date.parse(refusal.until) - now.getTime()) / 60_000));
	return `账号已锁定，请 ${minutes} 分钟后再试，或请管理员解锁。`;
}
