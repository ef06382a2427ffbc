import { Agent, request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

export interface Answered {
	/** 0 where there was no answer at all. */
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
	/** Milliseconds to the end of the answer. */
	readonly after: number;
	/** Why there was no answer, as the system says it. */
	readonly fault?: string;
}

/** One request on a connection that stays open, as a browser makes it. */
export function ask(
	url: string,
	options: {
		readonly agent?: Agent;
		readonly method?: string;
		readonly headers?: OutgoingHttpHeaders;
		readonly body?: Readable | string;
		readonly longest?: number;
	} = {}
): Promise<Answered> {
	const begun = performance.now();
	return new Promise((settled) => {
		const none = ({ code, message }: NodeJS.ErrnoException): void =>
			settled({
				status: 0,
				headers: {},
				body: Buffer.alloc(0),
				after: performance.now() - begun,
				fault: code ?? message
			});
		const sent = request(
			url,
			{
				method: options.method ?? 'GET',
				headers: options.headers ?? {},
				...(options.agent && { agent: options.agent })
			},
			(answer) => {
				const pieces: Buffer[] = [];
				answer.on('data', (piece: Buffer) => pieces.push(piece));
				answer.once('error', none);
				answer.once('end', () =>
					settled({
						status: answer.statusCode ?? 0,
						headers: answer.headers,
						body: Buffer.concat(pieces),
						after: performance.now() - begun
					})
				);
			}
		);
		sent.once('error', none);
		sent.setTimeout(options.longest ?? 30_000, () => sent.destroy());
		if (options.body && typeof options.body !== 'string') options.body.once('error', none).pipe(sent);
		else sent.end(options.body);
	});
}

/** Signs somebody in as the page does; the answer is the cookie. */
export async function signIn(base: string, username: string, password: string): Promise<string> {
	const { status, headers } = await ask(`${base}/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded', origin: base, accept: 'text/html' },
		body: new URLSearchParams({ username, password }).toString()
	});
	const cookie = headers['set-cookie']?.map((one) => one.split(';')[0]!).find((one) => /session=./.test(one));
	if (!cookie) throw new Error(`sign-in of ${username} answered ${status}`);
	return cookie;
}
