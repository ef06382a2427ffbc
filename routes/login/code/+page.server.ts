import { fail, redirect } from '@sveltejs/kit';
import { clearTicket, readTicket } from '#lib/server/access/cookies.ts';
import { limits } from '#lib/server/access/rate-limit.ts';
import { isOwing, signInSecond } from '#lib/server/access/sessions.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { formOf } from '#lib/server/pages/acting.ts';
import { letIn, sayRefusal } from '#lib/server/pages/sign-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ cookies, url }) => {
	const ticket = readTicket(cookies, url);
	if (!ticket || !isOwing(ledger(), ticket)) redirect(303, '/login');
	return { title: '二次验证' };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await formOf(event.request);
		const ticket = readTicket(event.cookies, event.url) ?? '';
		const address = event.getClientAddress();
		const wait = limits.secondFactor.wait(address, Date.now());
		if (wait) return fail(429, { message: `尝试次数过多，请 ${Math.ceil(wait / 60)} 分钟后再试。` });
		const result = signInSecond(ledger(), ticket, String(form.get('code') ?? '').slice(0, 40), address);
		if (result === null) {
			clearTicket(event.cookies, event.url);
			redirect(303, '/login');
		}
		if ('refused' in result) {
			limits.secondFactor.note(address, Date.now());
			return fail(400, { message: sayRefusal(result, ledger().now(), '验证码不对') });
		}
		letIn(event, result, event.url.searchParams.get('next'));
	}
};
