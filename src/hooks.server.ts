import { randomUUID } from 'node:crypto';
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
import { isCleared } from '#lib/server/access/clearance.ts';
import { readToken } from '#lib/server/access/cookies.ts';
import { refusalJson, refusalPage } from '#lib/server/access/error-page.ts';
import { bodyRefusal, isOwn } from '#lib/server/access/guard.ts';
import { secure } from '#lib/server/access/headers.ts';
import { log } from '#lib/server/access/log.ts';
import { isOperator } from '#lib/server/access/operator.ts';
import {
	bodyLimit,
	homeOf,
	isOperated,
	isReader,
	owedPlaces,
	pollingRoutes,
	routeId,
	takesFiles,
	verdict
} from '#lib/server/access/policy.ts';
import { limits } from '#lib/server/access/rate-limit.ts';
import { isStillIn, sessionOf } from '#lib/server/access/sessions.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { refusalIn } from '#lib/server/ledger/trouble.ts';
import { turn } from '#lib/server/ledger/turn.ts';
import { startWork } from '#lib/server/pages/start.ts';
import { watchLoop } from '#lib/server/watch/loop-delay.ts';

/** Starts the work that outlives requests, and ends it before the process does. */
export const init: ServerInit = () => {
	if (building) return;
	const { rest, stop } = startWork(ledger());
	process.once('techfin:stopping' as never, rest);
	process.once('sveltekit:shutdown' as never, () => void stop());
};

/** Where to sign in, saying why one must again and where one wanted to go. */
function signInAddress({ pathname, search }: URL, ended: string | null): string {
	const query = new URLSearchParams();
	if (ended) query.set('ended', ended);
	if (pathname !== '/' || search) query.set('next', pathname + search);
	return query.size ? `/login?${query}` : '/login';
}

type Resolve = (event: RequestEvent, options?: ResolveOptions) => Response | Promise<Response>;
type Refused = { status: number; message: string; retryAfter?: number };

const loop = watchLoop();
let delayed = 0;
setInterval(() => {
	delayed = loop().mean;
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

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Leaves word in the trail of who asked for what is not theirs. */
function noteRefused({ locals, request, url, route }: RequestEvent): void {
	if (!locals.asker) return;
	record(ledger(), locals.asker, 'access.refused', `route:${route.id ?? 'none'}`, {
		method: request.method,
		path: (url.pathname + url.search).slice(0, 300)
	});
}

/** Leaves word of every file that is handed out, before it is; without the word there is no file. */
async function noteAnswer(event: RequestEvent, response: Response): Promise<void> {
	const { locals, url, route } = event;
	if (!locals.asker) return;
	if (locals.refused || response.status === 403 || response.status === 404) return noteRefused(event);
	if (response.status === 200 && response.headers.get('content-disposition')?.startsWith('attachment')) {
		await turn(ledger());
		record(ledger(), locals.asker, 'export.file', `route:${route.id}`, {
			path: (url.pathname + url.search).slice(0, 300),
			...(locals.asker.purpose && { purpose: locals.asker.purpose })
		});
	}
}

/** A page that is not to be had just now says when to try again. */
function sayWhen(response: Response): Response {
	if ((response.status === 503 || response.status === 429) && !response.headers.has('Retry-After'))
		response.headers.set('Retry-After', '10');
	return response;
}

async function answer(event: RequestEvent, resolve: Resolve): Promise<Response> {
	const route = routeId(event.route.id);
	const refusal = refusalOf(event, route);
	if (refusal) return refuse(event, refusal);
	if (route === '/healthz' || (isOperated(route) && isOperator(event.request, event.getClientAddress())))
		return resolve(event);

	const found = sessionOf(ledger(), readToken(event.cookies, event.url), {
		touch: !pollingRoutes.has(route ?? '')
	});
	const session = found && 'asker' in found ? found : null;
	event.locals.session = session;
	event.locals.asker = session?.asker ?? null;
	if (session) {
		const now = Date.now();
		const wait = limits.requests.wait(session.username, now);
		if (wait)
			return refuse(event, { status: 429, message: `请求过于频繁，请 ${wait} 秒后再试。`, retryAfter: wait });
		limits.requests.note(session.username, now);
		const owed = session.owed && owedPlaces[session.owed];
		if (owed && route !== owed && route !== '/logout') redirect(303, owed);
	}
	const { asker } = event.locals;
	switch (verdict(route, asker, asker === null || isCleared(ledger(), asker, 'city'))) {
		case 'sign-in': {
			if (event.request.method !== 'GET')
				return refuse(event, { status: 401, message: '登录已失效，请重新登录。原有数据未受影响。' });
			redirect(303, signInAddress(event.url, found && 'ended' in found ? found.ended : null));
		}
		case 'nothing':
			noteRefused(event);
			return refuse(event, { status: 404, message: '没有这个页面，或者不在您的权限之内。' });
		case 'allowed': {
			if (route === '/' && asker && !isReader(asker)) redirect(303, homeOf(asker));
			if (!reading.has(event.request.method)) await turn(ledger());
			const response = sayWhen(await resolve(event));
			// Rights may have been taken away while the answer was being made.
			if (asker && route !== '/logout' && !isStillIn(ledger(), asker))
				return refuse(event, { status: 401, message: '登录已失效，请重新登录。原有数据未受影响。' });
			await noteAnswer(event, response);
			return response;
		}
	}
}

/** One way in: number the request, refuse early, learn who asks, ask the policy, answer, seal the answer. */
export const handle: Handle = async ({ event, resolve }) => {
	event.locals.request = randomUUID().slice(0, 8);
	event.locals.asker = null;
	event.locals.session = null;
	try {
		return secure(await answer(event, resolve));
	} catch (thrown) {
		const refused = refusalIn(thrown);
		if (refused)
			return secure(
				refuse(event, {
					status: refused.status,
					message: `${refused.message}。原有数据未受影响。`,
					retryAfter: 30
				})
			);
		if (!isRedirect(thrown) || event.isDataRequest) throw thrown;
		return secure(new Response(null, { status: thrown.status, headers: { location: thrown.location } }));
	}
};

/** A fault is logged under the request's number; the page shows the number and nothing else. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	const id = event.locals.request;
	if (status === 404) return { message: '没有这个页面', id };
	// The sender's mistake: a method, a type or a length that this page does not take.
	if (status < 500) return { message: '这个页面不接受这样的请求。原有数据未受影响。', id };
	log('error', 'fault', {
		request: id,
		route: event.route.id,
		method: event.request.method,
		status,
		fault: error instanceof Error ? `${error.message} ${error.stack ?? ''}` : message
	});
	return { message: `${refusalIn(error)?.message ?? '系统出错，已记录'}。原有数据未受影响。`, id };
};
