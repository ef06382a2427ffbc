import type { Cookies } from '@sveltejs/kit';
import { renderSVG } from 'uqr';
import { keptById } from '#lib/server/access/accounts.ts';
import { enrolmentAddress, newSecret } from '#lib/server/access/one-time-code.ts';
import { homeOf, returnPath } from '#lib/server/access/policy.ts';
import { seal, unseal } from '#lib/server/access/seal.ts';
import { enrol } from '#lib/server/access/second.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { acting, field } from '#lib/server/pages/acting.ts';
import type { Actions, PageServerLoad } from './$types';

const path = '/account/second-factor';

/** The secret being enrolled: kept sealed in the browser until a code of it has been shown, however often the page is loaded. */
function pending(cookies: Cookies, url: URL, user: number): string {
	const about = `enrolment of ${user}`;
	try {
		return unseal(ledger(), about, cookies.get('enrolment') ?? '');
	} catch {
		const secret = newSecret();
		const secure = url.protocol === 'https:';
		const kept = seal(ledger(), about, secret);
		cookies.set('enrolment', kept, { path, httpOnly: true, sameSite: 'strict', secure, maxAge: 1800 });
		return secret;
	}
}

export const load: PageServerLoad = ({ locals, url, cookies }) => {
	const { asker, username, owed } = locals.session!;
	const next = returnPath(url.searchParams.get('next')) ?? homeOf(asker);
	const page = { title: '二次验证', next, forced: owed === 'second' };
	if (keptById(ledger(), asker.user)?.secondSince) return { ...page, enrolment: null };
	const secret = pending(cookies, url, asker.user!);
	const picture = renderSVG(enrolmentAddress(secret, username), { border: 2 });
	return {
		...page,
		enrolment: {
			spelt: secret.replace(/(.{4})(?=.)/g, '$1 '),
			picture: `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`
		}
	};
};

export const actions: Actions = {
	default: (event) =>
		acting(event, (form) => {
			const { asker, hash } = event.locals.session!;
			const secret = pending(event.cookies, event.url, asker.user!);
			const codes = enrol(ledger(), asker, secret, field(form, 'code', 12), hash);
			event.cookies.delete('enrolment', { path });
			return { codes };
		})
};
