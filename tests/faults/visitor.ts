/** A browser without pictures: keeps its cookies, sends forms as pages do, follows nothing by itself. */
export class Visitor {
	readonly #cookies = new Map<string, string>();
	readonly base: string;
	constructor(base: string) {
		this.base = base;
	}

	async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
		return this.#kept(
			await fetch(this.base + path, {
				redirect: 'manual',
				headers: { accept: 'text/html', cookie: this.#sent(), ...headers }
			})
		);
	}

	async post(path: string, fields: Record<string, string>): Promise<Response> {
		return this.#kept(
			await fetch(this.base + path, {
				method: 'POST',
				redirect: 'manual',
				headers: { accept: 'text/html', origin: this.base, cookie: this.#sent() },
				body: new URLSearchParams(fields)
			})
		);
	}

	/** Cookies as they were set, with their flags. */
	readonly set: string[] = [];

	#sent = (): string => [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');

	#kept(response: Response): Response {
		for (const line of response.headers.getSetCookie()) {
			this.set.push(line);
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
			if (value) this.#cookies.set(name!, value);
			else this.#cookies.delete(name!);
		}
		return response;
	}
}

/** Somebody who may not come in as described. */
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
	const page = await (await visitor.get('/account/second-factor')).text();
	const secret = /<code[^>]*>([A-Z2-7 ]{16,})<\/code>/.exec(page)?.[1]?.replaceAll(' ', '');
	demand(secret, 'a secret to enrol');
	const enrolled = await (await visitor.post('/account/second-factor', { code: codeFor(secret) })).text();
	const recovery = [...enrolled.matchAll(/<li[^>]*><code[^>]*>([^<]+)<\/code>/g)].map((match) => match[1]!);
	demand(recovery.length === 10, 'ten recovery codes');
	demand((await visitor.get('/admin/accounts')).status === 200, 'the console is open');
	await visitor.post('/logout', {});
	demand((await visitor.get('/admin/accounts')).status === 303, 'signed out');
	demand((await visitor.post('/login', { username: 'sys01', password })).status === 303, 'the first factor');
	demand((await visitor.post('/login/code', { code: recovery[0]! })).status === 303, 'the second factor');
	demand((await visitor.get('/admin/accounts')).status === 200, 'signed in');
}
