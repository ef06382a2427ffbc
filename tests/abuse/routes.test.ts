import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask, type Question, type Reply } from '../fixtures/ask.ts';
import { builtRoutes, type BuiltRoute } from '../fixtures/built-routes.ts';
import { holds } from '../fixtures/invariants.ts';
import { addressOf, finds, routeTable } from '../fixtures/route-table.ts';
import { whole } from '../fixtures/scale.ts';
import { serveTwoBanks, type Served } from '../fixtures/two-banks-served.ts';
import { people } from '../fixtures/two-banks.ts';

// A page may wait for a reader to start; how long is no question here.
vi.setConfig({ testTimeout: 120_000 });

// Protects every address of the built server: who has no business there finds nothing, by whatever way it is asked,
// and the trail says so. The addresses are read from the server itself; who has business there, from a table of its own.
const canary = 'BANKACANARY';
let at: Served;
let routes: BuiltRoute[];
beforeAll(async () => {
	at = await serveTwoBanks({ own: (what) => what + canary });
	routes = await builtRoutes();
}, 300_000);
afterAll(() => at?.stop());

/** Everybody in the whole campaign; with every change, one of each kind and the offices on either side of a clause. */
const everybody = Object.keys(people).filter(
	(who) => whole || !people[who]!.unit || ['pbc', 'kw', 'safe'].includes(who)
);
const upload = { 'content-type': 'application/octet-stream', 'x-file-name': 'a.csv' };
const bankA = ['a.maker', 'a.checker'];

/** Every way to a route that the server itself knows of: its page, its data, each action, each method. */
function waysTo({ id, page, methods, actions }: BuiltRoute): [path: string, question: Question][] {
	const path = addressOf(id, at.bank);
	const query = encodeURI(routeTable[id]!.query ?? '');
	const forms = routeTable[id]!.forms ?? {};
	return [
		...(page || methods.includes('GET')
			? [[path + query, { headers: routeTable[id]!.headers ?? {} }] as [string, Question]]
			: []),
		...actions.map((action): [string, Question] => [
			action === 'default' ? path : `${path}?/${action}`,
			{ method: 'POST', form: forms[action]! }
		]),
		...methods
			.filter((method) => method !== 'GET')
			.map((method): [string, Question] => [
				path,
				forms[method] ? { method, form: forms[method] } : { method, body: 'a,b\n1,2\n', headers: upload }
			])
	];
}

it('C1: every route of the built server is in the table, with values for its parameters and fields for its actions', () => {
	expect(routes.length).toBeGreaterThan(50);
	expect(routes.map(({ id }) => id).sort()).toEqual(Object.keys(routeTable).sort());
	for (const { id, params, actions } of routes) {
		expect(Object.keys(routeTable[id]!.at?.(at.bank) ?? {}), id).toEqual(expect.arrayContaining([...params]));
		expect(Object.keys(routeTable[id]!.forms ?? {}), id).toEqual(expect.arrayContaining([...actions]));
	}
});

describe('C1: whoever has no business at an address is told it does not exist, and is on record', () => {
	it.each(everybody)('%s', async (who) => {
		for (const route of routes.filter(({ id }) => !finds(id, people[who]!)))
			for (const [path, question] of waysTo(route)) {
				const before = at.refusals(who);
				const answer = await at.ask(who, path, question);
				const what = `${who} ${question.method ?? 'GET'} ${path}`;
				expect(answer.status, what).toBe(404);
				expect(answer.text, what).not.toContain(canary);
				expect(at.refusals(who), what).toBe(before + 1);
			}
	});
	it('nobody, without signing in', async () => {
		for (const route of routes.filter(({ id }) => routeTable[id]!.for?.length))
			for (const [path, question] of waysTo(route)) {
				const answer = await at.ask(null, path, question);
				const what = `${question.method ?? 'GET'} ${path}`;
				expect(answer.status, what).toBe(question.method ? 401 : 303);
				if (!question.method) expect(answer.headers.location, what).toMatch(/^\/login/);
				expect(answer.text, what).not.toContain(canary);
			}
	});
	it('ids that never were answer as those of another do', async () => {
		for (const view of [
			'',
			'/receipt',
			'/difference',
			'/progress',
			'/original',
			'/findings.csv',
			'/marked'
		]) {
			const [other, none] = await Promise.all(
				[at.bank.later, 999_999].map((id) => at.ask('b.maker', `/submissions/${id}${view}`))
			);
			const told = (reply: Reply) =>
				reply.text.replace(/[0-9a-f]{8}|\d{6}|nonce-[^']+|submissions\/\d+/g, '');
			expect(other!.status, view).toBe(none!.status);
			expect(told(other!).length, view).toBe(told(none!).length);
		}
	});
});

it('C1: whoever has business at an address gets in', async () => {
	for (const who of whole
		? everybody
		: ['a.maker', 'b.maker', 'leader', 'analyst', 'system', 'security', 'audit'])
		for (const route of routes.filter(
			({ id, page, methods }) =>
				id !== '/logout' &&
				(page || methods.includes('GET')) &&
				routeTable[id]!.for &&
				finds(id, people[who]!)
		)) {
			const [path] = waysTo(route)[0]!;
			// Analysts see files unmasked only for a purpose they have given.
			if (who === 'analyst' && /original|marked/.test(path)) continue;
			const answer = await at.ask(who, path);
			expect([200, 303, 307], `${who} ${path} ${answer.text.slice(0, 300)}`).toContain(answer.status);
			expect(answer.headers.location ?? '', `${who} ${path}`).not.toContain('/login');
		}
}, 120_000);

/** Spellings of an address that a server might read as the same. */
const spelt = (path: string): string[] => [
	`${path}/`,
	`/${path}`,
	path.replace(/^\/(\w)/, (_, first: string) => `/%${first.charCodeAt(0).toString(16)}`),
	path.replace(/^\/(\w)/, (_, first: string) => `/%25${first.charCodeAt(0).toString(16)}`),
	path.replaceAll('/', '%2f').replace('%2f', '/'),
	path.toUpperCase(),
	`/login/..${path}`,
	`/login/%2e%2e${path}`,
	`/healthz/..;${path}`,
	`/./${path}`,
	`${path}%00`,
	`${path};a=b`,
	`${path}.json`,
	`${path}#a`,
	`${path}\\`
];
const masks = ['', '0', '1', '00', '01', '10', '11', '001', '011', '111'];

describe('C2: asked in another way, the verdict is the same', () => {
	/** What a data request gave away: every node of it but the frame of the page. */
	const nodesOf = (text: string): { type: string }[] =>
		((JSON.parse(text.split('\n')[0]!) as { nodes?: { type: string }[] }).nodes ?? []).slice(1);
	const strangers = whole
		? [...everybody.filter((who) => !bankA.includes(who)), null]
		: ['b.maker', 'kw', 'system', null];

	it.each(strangers)('data requests of %s, whatever they leave out', async (who) => {
		for (const { id } of routes.filter(
			(one) => one.page && routeTable[one.id]!.for && (who === null || !finds(one.id, people[who]!))
		))
			for (const mask of masks) {
				const address = addressOf(id, at.bank).replace(/^\/$/, '');
				const path = `${address}/__data.json${mask && `?x-sveltekit-invalidated=${mask}`}`;
				const { status, text } = await at.ask(who, path, { headers: { accept: 'application/json' } });
				const what = `${who} ${path} ${status}`;
				expect(text, what).not.toContain(canary);
				for (const receipt of at.bank.receipts) expect(text, what).not.toContain(receipt);
				if (status === 200) {
					if (text.includes('"type":"redirect"')) continue;
					for (const node of nodesOf(text)) expect(['error', 'skip'], what).toContain(node?.type ?? 'skip');
				} else expect([401, 404], what).toContain(status);
			}
	});
	it.each(strangers.filter((who) => who !== null))('actions as a script of %s asks for them', async (who) => {
		for (const route of routes.filter(({ id, actions }) => actions.length && !finds(id, people[who]!)))
			for (const [path, question] of waysTo(route).filter(([, { form }]) => form)) {
				const before = at.refusals(who);
				const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
				const { status, text } = await at.ask(who, path, { ...question, headers });
				const what = `${who} ${path} ${status} ${text}`;
				if (status === 200) expect(JSON.parse(text), what).toMatchObject({ type: 'failure', status: 404 });
				else expect(status, what).toBe(404);
				expect(text, what).not.toContain(canary);
				expect(at.refusals(who), what).toBe(before + 1);
			}
	});
	it.each(strangers)('other methods and spellings of %s', async (who) => {
		const shut = routes.filter(({ id }) => routeTable[id]!.for && (who === null || !finds(id, people[who]!)));
		const methods = ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'POST', 'TRACE', 'PROPFIND'];
		for (const { id } of whole
			? shut
			: shut.filter((one, i) => i % 3 === 0 || /submissions|filings/.test(one.id))) {
			const path = addressOf(id, at.bank);
			const asked: [string, Question][] = [
				...methods.map((method): [string, Question] => [
					path,
					{ method, ...(method === 'POST' && { form: {} }) }
				]),
				...spelt(path).map((one): [string, Question] => [one, {}]),
				[`${path}/__route.js`, {}],
				[
					path,
					{ headers: { 'x-http-method-override': 'PUT', 'x-original-url': path, 'x-rewrite-url': path } }
				],
				[`/login?x=1`, { headers: { 'x-original-url': path, 'x-forwarded-path': path } }],
				[
					path,
					{ headers: { 'x-sveltekit-action': 'true', accept: 'application/json' }, method: 'POST', form: {} }
				],
				[path, { headers: { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', via: 'cache' } }]
			];
			for (const [address, question] of asked) {
				const { status, text } = await ask(at.own.base, address, {
					token: who === null ? null : at.tokens[who]!,
					...question,
					headers: { ...routeTable[id]!.headers, ...question.headers }
				});
				const what = `${who} ${question.method ?? 'GET'} ${address} ${status}`;
				expect(text, what).not.toContain(canary);
				expect(status, what).toBeLessThan(500);
				if (address.startsWith('/login?')) continue;
				// Not found, sign in first, not like this, or the same address as it is written here.
				expect(
					[400, 401, 404, 405, 303, 307, 308, 421, ...(question.method === 'OPTIONS' ? [204] : [])],
					what
				).toContain(status);
			}
		}
	});
});

describe('C3: nothing that bank A filed is in any answer to bank B', () => {
	/** Everything a page of the product can be asked for. */
	const asked = (): string[] => {
		const institution = 'where=institution:BKA';
		return [
			...routes
				.filter(({ id, page, methods }) => id !== '/logout' && (page || methods.includes('GET')))
				.flatMap(({ id, page }) => {
					const path = addressOf(id, at.bank);
					const query = encodeURI(routeTable[id]!.query ?? '');
					return [path + query, ...(page ? [`${path === '/' ? '' : path}/__data.json${query}`] : [])];
				}),
			'/loans?by=institution&institution=BKA',
			'/products?bank=BKA',
			`/products?compare=${encodeURIComponent(`P1${canary}`)}`,
			'/filings?dataset=corp-loan-stock',
			'/filings?dataset=product',
			`/roster?q=${at.bank.borrower}`,
			`/roster?q=${canary}`,
			`/roster/${at.bank.borrower}`,
			`/search?q=${encodeURIComponent('甲行')}`,
			'/indicators/tech-loan-balance?by=institution&institution=BKA',
			`/passport?indicator=tech-loan-balance&period=2026-09&${institution}`,
			`/passport?indicator=tech-loan-balance&period=2026-09&by=institution`,
			...['svg', 'csv', 'xlsx', 'json'].flatMap((ext) => [
				`/figures/loan-balance.${ext}`,
				`/figures/loan-balance.${ext}?${institution}`,
				`/figures/policy-by-bank.${ext}`,
				`/figures/disclosure-by-bank.${ext}?${institution}`
			]),
			`/submissions/${at.bank.accepted}`,
			`/submissions/${at.bank.accepted}/receipt`,
			`/submissions/${at.bank.accepted}/difference?with=${at.bank.later}`,
			`/submissions/${at.bank.later}/difference?with=${at.bank.accepted}`,
			`/admin/trail?text=${canary}`
		];
	};
	it.each(['b.maker', 'b.checker', 'kw'])(
		'%s',
		async (who) => {
			for (const path of asked()) {
				// What was asked for may be read back.
				const { text, headers } = await at.ask(who, path);
				const left = path.includes(canary)
					? text.replaceAll(encodeURIComponent(canary), '').replaceAll(`P1${canary}`, '')
					: text;
				const found = left.split(canary).length - 1;
				const echoed = path.startsWith('/roster?q=') ? 4 : 0;
				expect(
					found,
					`${who} ${path}: ${left.slice(Math.max(0, left.indexOf(canary) - 200), left.indexOf(canary) + 50)}`
				).toBeLessThanOrEqual(echoed);
				expect(JSON.stringify(headers), path).not.toContain(canary);
				for (const receipt of at.bank.receipts) expect(text, `${who} ${path}`).not.toContain(receipt);
			}
		},
		120_000
	);
	it('while bank A finds it in what is its own', async () => {
		for (const path of [
			`/submissions/${at.bank.later}`,
			`/submissions/${at.bank.later}/original`,
			'/products'
		])
			expect((await at.ask('a.maker', path)).text, path).toContain(canary);
	});
});

it('D16: after all of that the log holds no canary, cookie, code or name', () => {
	const said = at.own.said();
	expect(said).toContain('"event":"started"');
	expect(said).not.toContain(canary);
	expect(said).not.toContain(at.bank.borrower);
	expect(said).not.toContain('企业科技');
	for (const [who, token] of Object.entries(at.tokens)) expect(said, who).not.toContain(token);
	expect(said).not.toMatch(/"event":"fault"/);
});

it('C1, C2, C3: and the ledger is as it was', () => {
	holds(at.ledger, {
		receipts: at.bank.receipts
	});
	const done = at.ledger.db
		.prepare(
			`select count(*) from audit where action like 'submission.%' and user not in (select id from user where institution = 'BKA')`
		)
		.pluck()
		.get();
	expect(done).toBe(0);
});
