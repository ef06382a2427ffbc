import { approve, reject } from '#lib/server/access/grants.ts';
import { linkAddress } from '#lib/server/access/links.ts';
import { demandProof } from '#lib/server/access/proof.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { acting, field } from '#lib/server/pages/acting.ts';
import { requestList } from '#lib/server/pages/admin-accounts.ts';
import { answering } from '#lib/server/pages/answering.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	answering(() => ({ requests: requestList(ledger(), locals.asker!) }));

export const actions: Actions = {
	approve: (event) =>
		acting(event, (form) => {
			demandProof(ledger(), event.locals.asker!);
			const { username, token } = approve(ledger(), event.locals.asker!, Number(field(form, 'id')));
			return token
				? `已批准。请把一次性链接当面交给本人，只显示这一次：${linkAddress(token)}`
				: `已批准，${username} 的权限随即生效，原有登录已失效。`;
		}),
	reject: (event) =>
		acting(event, (form) => {
			demandProof(ledger(), event.locals.asker!);
			reject(ledger(), event.locals.asker!, Number(field(form, 'id')), field(form, 'note', 500));
			return '已驳回。';
		})
};
