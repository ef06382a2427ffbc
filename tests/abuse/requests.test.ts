import { request as connect } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createUser } from '#lib/server/access/accounts.ts';
import { ask } from '../fixtures/ask.ts';
import { builtRoutes, type BuiltRoute } from '../fixtures/built-routes.ts';
import { holds } from '../fixtures/invariants.ts';
import { addressOf, finds, routeTable } from '../fixtures/route-table.ts';
import { whole } from '../fixtures/scale.ts';
import { serveTwoBanks, type Served } from '../fixtures/two-banks-served.ts';
import { askerFor, people } from '../fixtures/two-banks.ts';

// A page may wait for a reader to start; how long is no question here.
vi.setConfig({ testTimeout: 120_000 });

// Protects every field and parameter of the built server from what no page of ours would send, and every act from
// pages that are not ours. Whoever sends it has a right to the address: what is tried here is the request itself.
let at: Served;
let routes: BuiltRoute[];
beforeAll(async () => {
	at = await serveTwoBanks({}, { TECHFIN_PROXIES: '10.9.9.9' });
	routes = await builtRoutes();
	await createUser(at.ledger, { username: 'zhang', name: '张三', role: 'leader', password: 'Right-horse-7' });
}, 300_000);
afterAll(() => at?.stop());

/** Somebody who finds something at a route; who sees the most of it first. */
const whoFinds = (id: string): string =>
	['analyst', 'a.maker', 'system', 'security', 'audit'].find((who) => finds(id, people[who]!))!;

/** Names of parameters that pages read, and those of columns somebody might hope to set. */
const names = [
	...new Set(
		readdirSync('routes', { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('server.ts'))
			.map((file) => readFileSync(path.join('routes', file), 'utf8'))
			.flatMap((text) => [...text.matchAll(/(?:get|getAll|asked|has)\('(\w+)'\)/g)].map(([, name]) => name!))
	),
	...['who', 'act', 'text', 'from', 'to', 'before', 'where', 'asOf', 'leaf', 'page', 'indicator', 'scope']
];
const assigned = {
	role: 'analyst',
	institution: 'BKA',
	bank_id: 'BKA',
	status: 'accepted',
	state: 'accepted',
	effective: '1',
	clearance: '4',
	rawRead: 'yes',
	user: '1',
	asker: '1',
	isAdmin: 'true'
};

const values = [
	'1 OR 1=1',
	"' or 1=1 --",
	"1'; DROP TABLE user; --",
	'-1',
	'9223372036854775808',
	'1e300',
	'NaN',
	'__proto__',
	'{"$ne":null}',
	'%00',
	'\u{1F600}\u202E\uFFFE',
	'a'.repeat(4000),
	"x' UNION SELECT password, 1 FROM user --",
	"1; ATTACH DATABASE '/tmp/x' AS y",
	'%',
	'../../../../etc/passwd'
];
const tried = whole ? values : values.filter((_, i) => [0, 2, 4, 5, 7, 10].includes(i));

/** What must be as it was, whatever was sent. */
const kept = (): unknown =>
	[
		'user',
		'submission',
		'filing',
		'institution',
		'parameter',
		'control',
		'grant_request',
		'definition_break',
		'link'
	].map((table) =>
		at.ledger.db
			.prepare(`select * from ${table}`)
			.all()
			.map((row) =>
				JSON.stringify({ ...(row as object), failures: 0, secondFailures: 0, lockedUntil: 0, seenAt: 0 })
			)
	);

// First: what is sent wrongly below slows signing in from this address.
describe('C15: after signing in one lands on our own pages', () => {
	it.each([
		'//e.example',
		'/\\e.example',
		'https:e.example',
		'%2f%2fe.example',
		'javascript:alert(1)',
		'/\r\nset-cookie: a=b',
		'/%0d%0aset-cookie:a=b',
		'http://e.example',
		'/./\t/e.example',
		'/filings/..//e.example',
		'/login',
		'///e.example',
		'\u2028//e.example',
		'data:text/html,x',
		'/nowhere'
	])('?next=%j', async (next) => {
		const query = `?next=${encodeURIComponent(next)}`;
		const form = { username: 'zhang', password: 'Right-horse-7' };
		const answers = [
			await at.ask('leader', `/login${query}`),
			await at.ask(null, `/login${query}`, { method: 'POST', form }),
			await at.ask('analyst', `/account/purpose${query}`, { method: 'POST', form: { purpose: '' } })
		];
		for (const { status, headers } of answers) {
			expect(status).toBe(303);
			expect(headers.location, next).toMatch(/^\/($|[a-z])/);
			expect(headers.location).not.toContain('e.example');
			expect(headers['set-cookie']?.join() ?? '').not.toContain('a=b');
		}
		const page = await at.ask('leader', `/account/second-factor${query}`);
		expect(page.text).not.toMatch(/href="(https?:)?\/\/e\.example|href="(javascript|data):/);
	});
});

describe('C16: what a request says of itself is not believed', () => {
	const port = () => new URL(at.own.base).port;
	it('another host is not ours', async () => {
		for (const host of [
			'evil.example',
			`evil.example:${port()}`,
			'localhost.evil.example',

			`localhost:${port()}@evil.example`
		]) {
			const answer = await at.ask('leader', '/', { headers: { host } });
			expect([400, 421], host).toContain(answer.status);
			expect(answer.text).not.toContain('evil');
		}
		const form = { username: 'zhang', password: 'Right-horse-7' };
		const both = { host: `evil.example:${port()}`, origin: `http://evil.example:${port()}` };
		expect((await at.ask(null, '/login', { method: 'POST', form, headers: both })).status).toBe(421);
	});
	it('forwarding headers from anybody but the proxy change no address, no link and no cookie', async () => {
		const forged = {
			'x-forwarded-host': 'evil.example',
			'x-forwarded-proto': 'https',
			'x-forwarded-for': '203.0.113.9',
			'x-real-ip': '203.0.113.9',
			forwarded: 'for=203.0.113.9;host=evil.example;proto=https',
			'x-techfin-address': '203.0.113.9',
			'x-forwarded-port': '443'
		};
		const form = { username: 'zhang', password: 'Right-horse-7' };
		const signed = await at.ask(null, '/login?next=/reports', { method: 'POST', form, headers: forged });
		expect(signed.headers.location).toBe('/reports');
		expect(signed.headers['set-cookie']!.join()).toMatch(/(^|,)session=/);
		const { address } = at.ledger.db
			.prepare(`select address from session order by createdAt desc limit 1`)
			.get() as { address: string };
		expect(['127.0.0.1', '::1']).toContain(address);
		for (const who of ['leader', 'analyst'])
			for (const path of ['/', '/account', '/loans'])
				expect((await at.ask(who, path, { headers: forged })).text, path).not.toContain('evil.example');
	});
	it('C14: a link to set a password names this installation, whatever host was asked', async () => {
		const given = await at.ask('security', '/admin/people?/reset', {
			method: 'POST',
			form: { username: 'zhang' },
			headers: {
				host: `127.0.0.1:${port()}`,
				origin: `http://127.0.0.1:${port()}`,
				'x-forwarded-host': 'evil.example'
			}
		});
		expect(given.status).toBe(200);
		expect(given.text).toContain(`http://localhost:${port()}/activate/`);
		expect(given.text).not.toContain('evil.example');
	});
});

/** What is too long for a request is refused before it is read to its end: the answer may be lost with the connection. */
const refusedUnread =
	(query: string) =>
	(cause: NodeJS.ErrnoException): { status: number; text: string } => {
		if (query.length < 16_000 || !['ECONNRESET', 'EPIPE'].includes(cause.code ?? '')) throw cause;
		return { status: 431, text: '' };
	};

describe('C4, D13: whatever a parameter holds is read as nothing, or refused', () => {
	it.each(tried)(
		'%j',
		async (value) => {
			const before = kept();
			for (const { id } of routes.filter(({ page, methods }) => page || methods.includes('GET'))) {
				const given = encodeURIComponent(value);
				const all = names.map((name) => `${name}=${given}`).join('&');
				const queries = whole
					? [...names.map((name) => `${name}=${given}`), all, `${all}&${all}`]
					: [`${all}&${names.map((name) => `${name}[]=${given}`).join('&')}`];
				for (const query of queries) {
					const { status, text } = await at
						.ask(whoFinds(id), `${addressOf(id, at.bank)}?${query}`)
						.catch(refusedUnread(query));
					expect([200, 303, 307, 400, 403, 404, 414, 431], `${id} ${query} ${status}`).toContain(status);
					expect(text, id).not.toMatch(/SQLITE|none\$|no such (table|column)|at .*\.ts:\d/);
				}
			}
			expect(kept()).toEqual(before);
		},
		300_000
	);
	it.each(tried)(
		'%j in the place of an id',
		async (value) => {
			for (const { id, params, page, methods } of routes.filter(({ params }) => params.length)) {
				if (!page && !methods.includes('GET')) continue;
				for (const param of params) {
					const path = addressOf(id, at.bank).split('/');
					path[id.split('/').findIndex((part) => part.includes(`[${param}]`))] = encodeURIComponent(value);
					const { status, text } = await at.ask(whoFinds(id), path.join('/'));
					expect([400, 404, 431], `${id} ${param} ${status}`).toContain(status);
					expect(text, id).not.toMatch(/SQLITE|at .*\.ts:\d/);
				}
			}
		},
		120_000
	);
});

describe('C4: forms take their own fields, as text, and no others', () => {
	/** Acts that need no field: they would simply be done. */
	const bare = ['withdraw', 'sign', 'verify', 'codes'];
	const asked = (): {
		route: BuiltRoute;
		action: string;
		path: string;
		fields: Readonly<Record<string, string>>;
	}[] =>
		routes.flatMap((route) =>
			route.actions
				.filter((action) => !bare.includes(action) || route.id.startsWith('/admin/accounts'))
				.map((action) => ({
					route,
					action,
					path: addressOf(route.id, at.bank) + (action === 'default' ? '' : `?/${action}`),
					fields: routeTable[route.id]!.forms![action]!
				}))
		);
	const told = (status: number, what: string): void =>
		expect([200, 303, 400, 403, 404, 409, 413, 415, 429], `${what} ${status}`).toContain(status);
	/** A filer, so that a form about bank A is its own. */
	const who = (id: string): string => (finds(id, people['a.maker']!) ? 'a.maker' : whoFinds(id));

	it.each(tried)(
		'fields that hold %j',
		async (value) => {
			const before = kept();
			for (const { route, path, fields } of asked()) {
				// `current` and `next` of the password differ, so that none is tried in earnest.
				const form = Object.fromEntries(
					Object.keys(fields).map((name) => [name, name === 'again' ? 'b' : value])
				);
				told((await at.ask(who(route.id), path, { method: 'POST', form })).status, path);
			}
			expect(kept()).toEqual(before);
		},
		120_000
	);
	it('twice, as lists, as objects, and with fields of the ledger besides', async () => {
		const before = kept();
		for (const { route, path, fields } of asked()) {
			const wrong = Object.keys(fields).map((name): [string, string] => [name, '']);
			for (const form of [
				new URLSearchParams([...wrong, ...wrong, ...Object.entries(assigned)]),
				new URLSearchParams([
					...wrong.map(([name]): [string, string] => [`${name}[]`, 'x']),
					...Object.entries(assigned)
				]),
				new URLSearchParams([
					...wrong.map(([name]): [string, string] => [`${name}[$ne]`, 'x']),
					['__proto__[role]', 'system']
				])
			])
				told((await at.ask(who(route.id), path, { method: 'POST', form })).status, path);
		}
		expect(kept()).toEqual(before);
	}, 120_000);
	it('in another form than a form', async () => {
		const before = kept();
		const boundary = 'xxxx';
		const bodies: [type: string, body: string][] = [
			['application/json', JSON.stringify(assigned)],
			['text/plain', 'role=system'],
			['application/x-www-form-urlencoded', '%ZZ=%E0%A4%A&&&==='],
			['multipart/form-data', 'no boundary'],
			[`multipart/form-data; boundary=${boundary}`, `--${boundary}\r\nbroken`],
			[
				`multipart/form-data; boundary=${boundary}`,
				`--${boundary}\r\nContent-Disposition: form-data; name="username"; filename="a"\r\n\r\nbytes\r\n--${boundary}--\r\n`
			],
			['application/octet-stream', '\0\0\0'],
			['', 'role=system']
		];
		for (const { route, path } of [
			...asked(),
			{ route: routes.find(({ id }) => id === '/roster/batch.csv')!, path: '/roster/batch.csv' }
		])
			for (const [type, body] of bodies) {
				const headers: Record<string, string> = type ? { 'content-type': type } : {};
				const { status } = await at.ask(who(route.id), path, { method: 'POST', body, headers });
				told(status, `${path} ${type}`);
			}
		expect(kept()).toEqual(before);
	}, 120_000);
	it('an account is what was asked for and approved, and nothing that was sent besides', async () => {
		const form = {
			username: 'li',
			name: '李四',
			role: 'leader',
			reason: '分管领导查看进展',
			...{ user: '1', proposedBy: '1', decision: 'approved', clearance: '' }
		};
		// The tests before may have taken longer than a proof of oneself lasts.
		at.ledger.db.prepare('update session set provedAt = ?').run(new Date().toISOString());
		const { status, headers } = await at.ask('system', '/admin/accounts?/propose', { method: 'POST', form });
		expect([status, headers.location]).toEqual([200, undefined]);
		const request = at.ledger.db
			.prepare('select * from grant_request order by id desc limit 1')
			.get() as Record<string, unknown>;
		expect(request).toMatchObject({
			username: 'li',
			role: 'leader',
			user: null,
			decision: null,
			rawRead: 0,
			clearance: 3
		});
		expect(request.proposedBy).toBe(askerFor(at.ledger, 'system').user);
	});
});

describe('C7: what changes something comes from our own pages', () => {
	const foreign: Record<string, string>[] = [
		{ origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' },
		{ origin: 'null', 'sec-fetch-site': 'cross-site' },
		{ origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' },
		{ origin: '' },
		{ 'sec-fetch-site': 'cross-site' },
		{ 'sec-fetch-site': 'none' },
		{ origin: 'http://evil.example', referer: 'OWN/filings', host: 'OWNHOST' }
	];
	const types = [
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'text/plain',
		'application/json',
		'application/octet-stream',
		''
	];
	it('every act × content type × origin', async () => {
		const before = kept();
		const acts: [string, string][] = routes.flatMap((route) => {
			const path = addressOf(route.id, at.bank);
			return [
				...route.actions.map((action): [string, string] => [
					'POST',
					action === 'default' ? path : `${path}?/${action}`
				]),
				...route.methods
					.filter((method) => method !== 'GET')
					.map((method): [string, string] => [method, path])
			];
		});
		for (const [i, [method, address]] of acts.entries())
			for (const headers of whole ? foreign : [foreign[i % foreign.length]!])
				for (const type of whole ? types : [types[i % types.length]!, 'application/x-www-form-urlencoded']) {
					const { host: _, ...sent } = Object.fromEntries(
						Object.entries(headers).map(([name, value]) => [name, value.replace('OWN', at.own.base)])
					);
					const { status } = await at.ask('a.maker', address, {
						method,
						body: 'statement=yes',
						headers: { ...(type && { 'content-type': type }), 'x-file-name': 'a.csv', ...sent }
					});
					expect(status, `${method} ${address} ${type} ${JSON.stringify(sent)}`).toBe(403);
				}
		expect(kept()).toEqual(before);
	}, 120_000);
	it('without a word of where it comes from, it does not', async () => {
		const { port } = new URL(at.own.base);
		const status = await new Promise((done) =>
			connect(
				{
					port,
					host: 'localhost',
					method: 'POST',
					path: '/logout',
					headers: { cookie: `session=${at.tokens['a.maker']}` }
				},
				(answer) => done(answer.resume().statusCode)
			).end()
		);
		expect(status).toBe(403);
	});
	it('and what only reads sets nothing down but that it was read', async () => {
		const before = kept();
		for (const { id, page, methods } of routes.filter(({ id }) => !/login\/sso/.test(id)))
			if (page || methods.includes('GET'))
				await at.ask(whoFinds(id), addressOf(id, at.bank), { headers: { 'sec-fetch-site': 'cross-site' } });
		expect(kept()).toEqual(before);
	}, 120_000);
});

describe('D12: paths in addresses', () => {
	const climbing = [
		'..%2f..%2f..%2fledger.db',
		'..%5c..%5cledger.db',
		'%2e%2e%2f%2e%2e%2fledger.db',
		'....//ledger.db',
		'%2fetc%2fpasswd',
		'ledger.db%00.svg',
		'..%252f..%252fledger.db',
		'%c0%ae%c0%ae%2fledger.db',
		'C:%5cledger.db'
	];
	it.each(climbing)('%s', async (one) => {
		for (const path of [
			`/submissions/${one}/original`,
			`/submissions/${one}`,
			`/reports/${one}/2026Q3.xlsx`,
			`/reports/quarterly-monitor/${one}.xlsx`,
			`/figures/${one}.svg`,
			`/dictionary/${one}`,
			`/filings/${one}/BKA/2026-09/template.xlsx`,
			`/filings/corp-loan-stock/BKA/${one}`,
			`/roster/${one}`,
			`/activate/${one}`,
			`/_app/${one}`,
			`/_app/immutable/${one}`,
			`/${one}`,
			`/_app/immutable/../../../${decodeURIComponent(one.replace(/%c0%ae/g, '.').replace('%00', ''))}`
		]) {
			const { status, text } = await ask(at.own.base, path, { token: at.tokens.analyst! });
			expect([400, 404], `${path} ${status}`).toContain(status);
			expect(text, path).not.toMatch(/SQLite format|root:|BEGIN/);
		}
	});
});

describe('D14: what is asked is echoed as text', () => {
	const hostile = '</script><script>alert(1)</script>\u2028"><img src=x onerror=alert(2)>';
	it.each(['name', 'value'])(
		'in the %s of a parameter',
		async (where) => {
			const given = encodeURIComponent(hostile);
			for (const { id, page } of routes.filter((one) => one.page)) {
				const query = where === 'name' ? `${given}=1` : names.map((name) => `${name}=${given}`).join('&');
				const answer = await at.ask(whoFinds(id), `${addressOf(id, at.bank)}?${query}`);
				expect(page && answer.text, id).not.toMatch(/<script>alert|<img src=x/);
				const data = await at.ask(
					whoFinds(id),
					`${addressOf(id, at.bank).replace(/^\/$/, '')}/__data.json?${query}`
				);
				expect(data.headers['content-type'], id).not.toContain('html');
			}
		},
		120_000
	);
});

describe('D18: headers on every kind of answer', () => {
	const asset = (): string => {
		const folder = 'build/client/_app/immutable/entry';
		return `/_app/immutable/entry/${readdirSync(folder).find((name) => /^start.*\.js$/.test(name))!}`;
	};
	it('is not sniffed, framed or read from elsewhere, and nothing of anybody is kept', async () => {
		const kinds: [what: string, who: string | null, path: string, question?: object][] = [
			['page', 'leader', '/loans'],
			['sign-in', null, '/login'],
			['data', 'leader', '/loans/__data.json'],
			['json', 'leader', '/search/places.json'],
			['download', 'a.maker', `/submissions/${at.bank.later}/original`],
			['picture', 'leader', '/figures/loan-balance.svg'],
			['workbook', 'a.maker', '/filings/corp-loan-stock/BKA/2026-09/template.xlsx'],
			['error', 'leader', '/indicators/none'],
			['refusal', 'leader', '/admin/accounts'],
			['redirect', null, '/loans'],
			['wrong method', 'leader', '/search/places.json', { method: 'DELETE' }],
			['forged', 'leader', '/logout', { method: 'POST', headers: { origin: 'http://evil.example' } }],
			['health', null, '/healthz'],
			['static', null, '/favicon.svg'],
			['script', null, asset()],
			['no such script', null, '/_app/immutable/none.js'],
			['another host', null, '/', { headers: { host: 'evil.example' } }]
		];
		for (const [what, who, path, question] of kinds) {
			const { headers } = await at.ask(who, path, question);
			expect(headers['x-content-type-options'], what).toBe('nosniff');
			expect(headers['x-frame-options'], what).toBe('DENY');
			expect(headers['cross-origin-resource-policy'], what).toBe('same-origin');
			expect(headers['referrer-policy'], what).toBe('same-origin');
			expect(headers['x-powered-by'] ?? headers.server, what).toBeUndefined();
			if (!['static', 'script', 'no such script', 'another host'].includes(what))
				expect(headers['cache-control'], what).toBe('private, no-store');
			if (headers['content-type']?.includes('html'))
				expect(headers['content-security-policy'], what).toContain(`frame-ancestors 'none'`);
			if (['download', 'picture', 'workbook'].includes(what))
				expect(headers['content-disposition'], what).toMatch(/^attachment; filename=/);
		}
	});
	it('a link that opens a window of its own does not give ours away', () => {
		const files = ['routes', 'src'].flatMap((folder) =>
			readdirSync(folder, { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith('.svelte'))
				.map((file) => path.join(folder, file))
		);
		const opened = files.flatMap((file) => readFileSync(file, 'utf8').match(/<a\b[^>]*target=[^>]*>/g) ?? []);
		expect(opened.filter((tag) => !/rel="[^"]*noopener/.test(tag))).toEqual([]);
	});
});

describe('C17: one person’s page is never another’s', () => {
	it('the same addresses in parallel, without marks to ask again by', async () => {
		const shown = (who: string, text: string): void => {
			expect(text.includes(`>${who}<`) || text.includes(who), who).toBe(true);
			for (const other of ['a.maker', 'b.maker', 'leader'].filter((one) => one !== who))
				expect(text, `${who} ${other}`).not.toContain(other);
		};
		for (const path of ['/filings', '/products', '/loans', '/account']) {
			const marks = new Map<string, string>();
			await Promise.all(
				Array.from({ length: whole ? 60 : 12 }, async (_, i) => {
					const who = ['a.maker', 'b.maker', 'leader'][i % 3]!;
					const { status, text, headers } = await at.ask(who, path, {
						headers: { 'if-none-match': '*', 'if-modified-since': new Date().toUTCString() }
					});
					expect(status, `${who} ${path}`).toBe(200);
					shown(who, text);
					if (headers.etag) marks.set(headers.etag, who);
					if (path === '/products' || path === '/filings')
						expect(text.includes('甲行'), `${who} ${path}`).toBe(who !== 'b.maker');
				})
			);
			for (const [mark, whose] of marks)
				for (const who of ['a.maker', 'b.maker', 'leader'].filter((one) => one !== whose))
					expect((await at.ask(who, path, { headers: { 'if-none-match': mark } })).status, path).toBe(200);
		}
	}, 120_000);
});

it('D13: no statement is put together from what was asked', () => {
	const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
		file.endsWith('.ts')
	);
	expect(files.filter((file) => /sql\.raw\(/.test(readFileSync(path.join('src', file), 'utf8')))).toEqual([]);
	const [major, minor, patch] = JSON.parse(readFileSync('package.json', 'utf8'))
		.devDependencies['drizzle-orm'].split('.')
		.map(Number);
	expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(45_002);
});

it('D16: nothing of it is a fault, and nothing secret is in the log', () => {
	const said = at.own.said();
	expect(said.split('\n').filter((line) => line.includes('"event":"fault"'))).toEqual([]);
	expect(said).not.toContain('Right-horse-7');
	for (const token of Object.values(at.tokens)) expect(said).not.toContain(token);
});

it('C4, C7, D13: and the ledger is sound', () => holds(at.ledger, { receipts: at.bank.receipts }));
