import { request as plainly, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as securely, type RequestOptions as SecureOptions } from 'node:https';
import { Readable } from 'node:stream';

/** What came back. */
export interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
}

/** A browser without pictures: keeps its cookies, sends forms as pages do, follows nothing by itself. */
export class Visitor {
	readonly base: string;
	readonly #via: SecureOptions;
	readonly #cookies = new Map<string, string>();
	/** Cookies as they were set, with their flags. */
	readonly set: string[] = [];

	/** `via` says how the address is reached, where that is not what it says. */
	constructor(base: string, via: SecureOptions = {}) {
		this.base = base;
		this.#via = via;
	}

	async ask(
		method: string,
		path: string,
		headers: Record<string, string | number> = {},
		body?: string | Readable
	): Promise<Answer> {
		const url = new URL(path, this.base);
		const options: RequestOptions & SecureOptions = {
			method,
			host: url.hostname,
			port: url.port,
			path: url.pathname + url.search,
			servername: url.hostname,
			agent: false,
			...this.#via,
			headers: {
				host: url.host,
				accept: 'text/html',
				...(method !== 'GET' && { origin: this.base }),
				cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
				...headers
			}
		};
		return new Promise((done, fail) => {
			const sent = (url.protocol === 'https:' ? securely : plainly)(options, (response) => {
				const pieces: Buffer[] = [];
				response.on('data', (piece: Buffer) => pieces.push(piece));
				response.on('end', () => {
					for (const line of response.headers['set-cookie'] ?? []) this.#keep(line);
					done({
						status: response.statusCode!,
						headers: response.headers,
						text: Buffer.concat(pieces).toString('utf8')
					});
				});
				response.on('error', fail);
			});
			sent.on('error', fail);
			if (body instanceof Readable) body.pipe(sent);
			else sent.end(body);
		});
	}

	get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
		this.ask('GET', path, headers);

	post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
		const body = new URLSearchParams(fields).toString();
		return this.ask(
			'POST',
			path,
			{
				'content-type': 'application/x-www-form-urlencoded',
				'content-length': Buffer.byteLength(body),
				...headers
			},
			body
		);
	}

	#keep(line: string): void {
		this.set.push(line);
		const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
		if (value) this.#cookies.set(name!, value);
		else this.#cookies.delete(name!);
	}
}

/** Throws unless something is as promised. */
export function demand(holds: unknown, what: string): asserts holds {
	if (!holds) throw new Error(`not as promised: ${what}`);
}

export const password = 'Quiet-river-7';

/** The first system administrator comes in by a one-time link, enrols the second factor, leaves, and signs in anew. */
export async function firstAdministrator(
	visitor: Visitor,
	path: string,
	codeFor: (secret: string) => string
): Promise<void> {
	demand((await visitor.get(path)).status === 200, 'the one-time link opens');
	const fields = { username: 'sys01', name: '系统一', next: password, again: password };
	demand((await visitor.post(path, fields)).status === 303, 'a password is set');
	const page = (await visitor.get('/account/second-factor')).text;
	const secret = /<code[^>]*>([A-Z2-7 ]{16,})<\/code>/.exec(page)?.[1]?.replaceAll(' ', '');
	demand(secret, 'a secret to enrol');
	const enrolled = (await visitor.post('/account/second-factor', { code: codeFor(secret) })).text;
	const recovery = [...enrolled.matchAll(/<li[^>]*><code[^>]*>([^<]+)<\/code>/g)].map((match) => match[1]!);
	demand(recovery.length === 10, 'ten recovery codes');
	demand((await visitor.get('/admin/accounts')).status === 200, 'the console is open');
	await visitor.post('/logout', {});
	demand((await visitor.get('/admin/accounts')).status === 303, 'signed out');
	demand((await visitor.post('/login', { username: 'sys01', password })).status === 303, 'the first factor');
	demand((await visitor.post('/login/code', { code: recovery[0]! })).status === 303, 'the second factor');
	demand((await visitor.get('/admin/accounts')).status === 200, 'signed in');
}
