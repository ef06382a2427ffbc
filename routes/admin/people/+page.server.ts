import { revokeSessions, unlock } from '#lib/server/access/accounts.ts';
import { linkAddress, resetByLink } from '#lib/server/access/links.ts';
import { demandProof } from '#lib/server/access/proof.ts';
import { resetSecond } from '#lib/server/access/second.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { acting, field } from '#lib/server/pages/acting.ts';
import { peoplePage } from '#lib/server/pages/admin-accounts.ts';
import { answering } from '#lib/server/pages/answering.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	answering(() => ({ people: peoplePage(ledger(), locals.asker!) }));

const on = (event: RequestEvent, doing: (asker: Asker, username: string) => string) =>
	acting(event, (form) => {
		demandProof(ledger(), event.locals.asker!);
		return doing(event.locals.asker!, field(form, 'username'));
	});

export const actions: Actions = {
	unlock: (event) =>
		on(event, (asker, username) => {
			unlock(ledger(), asker, username);
			return `账号 ${username} 已解锁。`;
		}),
	reset: (event) =>
		on(event, (asker, username) => {
			const token = resetByLink(ledger(), asker, username);
			return `${username} 的原密码和登录已失效。请把一次性链接当面交给本人，只显示这一次：${linkAddress(token)}`;
		}),
	second: (event) =>
		on(event, (asker, username) => {
			resetSecond(ledger(), asker, username);
			return `${username} 的二次验证已重置，登录已失效，本人登录后重新启用。`;
		}),
	revoke: (event) =>
		on(
			event,
			(asker, username) => `已终止 ${username} 的 ${revokeSessions(ledger(), asker, username)} 处登录。`
		)
};
