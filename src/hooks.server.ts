import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
	isRedirect,
	redirect,
	type Handle,
	type HandleServerError,
	type RequestEvent,
	type ResolveOptions,
	type ServerInit
} from '@sveltejs/kit';
import { building } from '$app/environment';
import { readToken } from '#lib/server/access/cookies.ts';
import { refusalJson, refusalPage } from '#lib/server/access/error-page.ts';
import { bodyRefusal, isOwn } from '#lib/server/access/guard.ts';
import { secure } from '#lib/server/access/headers.ts';
import { log } from '#lib/server/access/log.ts';
import {
	bodyLimit,
	homeOf,
	isReader,
	openBeforeChange,
	pollingRoutes,
	routeId,
	takesFiles,
	verdict
} from '#lib/server/access/policy.ts';
import { limits } from '#lib/server/access/rate-limit.ts';
import { sessionOf } from '#lib/server/access/sessions.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { startWork } from '#lib/server/pages/start.ts';

/** Starts the work that outlives requests, and ends it before the process does. */
export const init: ServerInit = () => {
	if (building) return;
	const stop = startWork(ledger());
	process.once('sveltekit:shutdown' as never, () => void stop());
};

type Resolve = (event: RequestEvent, options?: ResolveOptions) => Response | Promise<Response>;
type Refused = { status: number; message: string; retryAfter?: number };

const delay = monitorEventLoopDelay({ resolution: 20 });
delay.enable();
let delayed = 0;
setInterval(() => {
	delayed = delay.mean / 1e6;
	delay.reset();
}, 2000).unref();

function refuse(event: RequestEvent, refusal: Refused): Response {
	const wantsPage = !event.isDataRequest && event.request.headers.get('accept')?.includes('text/html');
	return (wantsPage ? refusalPage : refusalJson)(refusal, event.locals.request);
}

/** What can be said without knowing who asks: too much, too often, too busy, or not from our own pages. */
function refusalOf(event: RequestEvent, route: string | null): Refused | null {
	if (takesFiles(route) && delayed > 500)
		return { status: 503, message: '系统正忙，请稍后再传。原有数据未受影响。', retryAfter: 30 };
	const tooLong = bodyRefusal(event.request, bodyLimit(route));
	if (tooLong) return tooLong;
	return isOwn(event.request, event.url.origin)
		? null
		: { status: 403, message: '请求不是从本平台页面发出，已拒绝。原有数据未受影响。' };
}

async function answer(event: RequestEvent, resolve: Resolve): Promise<Response> {
	const route = routeId(event.route.id);
	const refusal = refusalOf(event, route);
	if (refusal) return refuse(event, refusal);
	if (route === '/healthz') return resolve(event);

	const session = sessionOf(ledger(), readToken(event.cookies, event.url), {
		touch: !pollingRoutes.has(route ?? '')
	});
	event.locals.asker = session?.asker ?? null;
	if (session) {
		const now = Date.now();
		const wait = limits.requests.wait(session.username, now);
		if (wait)
			return refuse(event, { status: 429, message: `请求过于频繁，请 ${wait} 秒后再试。`, retryAfter: wait });
		limits.requests.note(session.username, now);
		if (session.mustChange && !openBeforeChange.has(route ?? '')) redirect(303, '/account/password');
	}
	switch (verdict(route, event.locals.asker)) {
		case 'sign-in': {
			if (event.request.method !== 'GET')
				return refuse(event, { status: 401, message: '登录已失效，请重新登录。原有数据未受影响。' });
			const next = event.url.pathname + event.url.search;
			redirect(303, next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`);
		}
		case 'nothing':
			return refuse(event, { status: 404, message: '没有这个页面，或者不在您的权限之内。' });
		case 'allowed': {
			const { asker } = event.locals;
			if (route === '/' && asker && !isReader(asker)) redirect(303, homeOf(asker));
			return resolve(event);
		}
	}
}

/** One way in: number the request, refuse early, learn who asks, ask the policy, answer, seal the answer. */
export const handle: Handle = async ({ event, resolve }) => {
	event.locals.request = randomUUID().slice(0, 8);
	event.locals.asker = null;
	try {
		return secure(await answer(event, resolve));
	} catch (thrown) {
		if (!isRedirect(thrown) || event.isDataRequest) throw thrown;
		return secure(new Response(null, { status: thrown.status, headers: { location: thrown.location } }));
	}
};

/** A fault is logged under the request's number; the page shows the number and nothing else. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	const id = event.locals.request;
	if (status === 404) return { message: '没有这个页面', id };
	log('error', 'fault', {
		request: id,
		route: event.route.id,
		method: event.request.method,
		status,
		fault: error instanceof Error ? `${error.message} ${error.stack ?? ''}` : message
	});
	return { message: '系统出错，已记录。原有数据未受影响。', id };
};
