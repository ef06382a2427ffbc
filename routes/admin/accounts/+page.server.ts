import { setDisabled } from '#lib/server/access/accounts.ts';
import { isRole } from '#lib/server/access/asker.ts';
import { propose, withdrawRequest } from '#lib/server/access/grants.ts';
import { demandProof } from '#lib/server/access/proof.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { acting, field } from '#lib/server/pages/acting.ts';
import { accountsPage } from '#lib/server/pages/admin-accounts.ts';
import { answering } from '#lib/server/pages/answering.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	answering(() => accountsPage(ledger(), locals.asker!, url.searchParams.get('user')));

const switching = (event: RequestEvent, off: boolean) =>
	acting(event, (form) => {
		const username = field(form, 'username');
		demandProof(ledger(), event.locals.asker!);
		setDisabled(ledger(), event.locals.asker!, username, off);
		return off ? `账号 ${username} 已停用，登录已失效。` : `账号 ${username} 已启用。`;
	});

export const actions: Actions = {
	propose: (event) =>
		acting(event, (form) => {
			const role = field(form, 'role');
			if (!isRole(role)) throw new Refused('请选择角色', 400);
			demandProof(ledger(), event.locals.asker!);
			propose(ledger(), event.locals.asker!, {
				username: field(form, 'username', 40),
				name: field(form, 'name', 40),
				role,
				institution: field(form, 'institution') || null,
				unit: field(form, 'unit') || null,
				...(field(form, 'clearance') && { clearance: Number(field(form, 'clearance')) }),
				rawRead: form.get('rawRead') === 'yes',
				reason: field(form, 'reason', 500)
			});
			return `申请已提交，待安全管理员审批。`;
		}),
	withdraw: (event) =>
		acting(event, (form) => {
			withdrawRequest(ledger(), event.locals.asker!, Number(field(form, 'id')));
			return '申请已撤回。';
		}),
	disable: (event) => switching(event, true),
	enable: (event) => switching(event, false)
};
