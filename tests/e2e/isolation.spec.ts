import { expect, test, type APIRequestContext } from '@playwright/test';
import type { Made } from './make-files.ts';
import { makeFiles, observed, signInByRequest } from './people.ts';

// Protects what is one bank's from everybody else over the wire: pages, their data, downloads, actions, uploads.
let made: Made;
test.beforeAll(() => {
	made = makeFiles();
});

const views = ['', '/receipt', '/difference', '/progress', '/marked', '/original', '/findings.csv'];
const acts = ['explain', 'sign', 'withdraw', 'giveBack'];

async function refused(request: APIRequestContext, url: string, method = 'GET', more = {}): Promise<void> {
	const answer = await request.fetch(url, { method, maxRedirects: 0, ...more });
	const text = await answer.text();
	const what = `${method} ${url}`;
	expect([401, 404], `${what}: ${answer.status()}`).toContain(answer.status());
	expect(text, what).not.toContain(made.institution);
	expect(text, what).not.toContain('.xlsx');
}

for (const who of ['checker of another bank', 'leader', 'sysadmin', 'secadmin', 'auditor', 'kw.maker'])
	test(`C1, C2: ${who} finds nothing of a bank’s submission`, async ({ playwright, baseURL }) => {
		const request = await playwright.request.newContext({ baseURL: baseURL! });
		await signInByRequest(
			request,
			baseURL!,
			who === 'checker of another bank' ? `${made.other}.checker` : who
		);
		const submission = `/submissions/${made.submission}`;
		const filing = `/filings/corp-loan-stock/${made.institution}/${made.period}`;
		for (const view of views)
			await refused(request, submission + view, 'GET', { headers: { accept: 'text/html' } });
		for (const page of [submission, `${submission}/receipt`, `${submission}/difference`, filing])
			for (const mask of [
				'',
				'?x-sveltekit-invalidated=001',
				'?x-sveltekit-invalidated=01',
				'?x-sveltekit-invalidated=1'
			]) {
				const answer = await request.get(`${page}/__data.json${mask}`);
				const text = await answer.text();
				expect(text, `${page}${mask}`).not.toContain('SHA');
				expect(text, `${page}${mask}`).not.toContain('sha256');
				expect(text, `${page}${mask}`).not.toContain('.xlsx');
			}
		for (const act of acts)
			await refused(request, `${submission}?/${act}`, 'POST', {
				form: {
					statement: 'yes',
					reason: '无权退回的理由',
					dueOn: '2030-01-01',
					'rule:Q01': '不应写入的说明文字'
				},
				headers: { origin: baseURL!, accept: 'text/html' }
			});
		await refused(request, `${filing}/upload`, 'PUT', {
			data: Buffer.from('a,b\n1,2\n'),
			headers: { origin: baseURL!, 'x-file-name': 'a.csv', 'content-type': 'application/octet-stream' }
		});
		await refused(request, `${filing}/template.xlsx`);
		await refused(request, '/submissions/999999999');
		await refused(request, '/submissions/1%20OR%201');
		await request.dispose();
	});

test('C3: no chart, list or file names another bank to a bank', async ({ playwright, baseURL }) => {
	const request = await playwright.request.newContext({ baseURL: baseURL! });
	await signInByRequest(request, baseURL!, `${made.other}.checker`);
	const paths = [
		'/filings',
		'/loans',
		'/policy-funds',
		'/products',
		'/bonds',
		'/clauses/4',
		'/indicators',
		'/indicators/tech-loan-balance?by=institution',
		`/passport?indicator=tech-loan-balance&period=${made.period}`,
		'/search/places.json',
		'/templates'
	];
	for (const path of [
		...paths,
		...paths.slice(0, 8).map((one) => `${one.split('?')[0]}/__data.json?by=institution`)
	]) {
		const answer = await request.get(path);
		expect(answer.status(), path).toBe(200);
		const text = await answer.text();
		expect(
			made.names.filter((name) => text.includes(name)),
			path
		).toEqual([]);
	}
	// Who asks for another bank's number by name hears the name back and no number, receipt or file.
	const asked = `/passport?indicator=tech-loan-balance&period=${made.period}&where=institution%3A${made.institution}`;
	for (const path of [asked, asked.replace('?', '/__data.json?')]) {
		const text = await (await request.get(path)).text();
		expect(text).not.toContain(`${made.period}-${made.institution}-`);
		expect(text).not.toMatch(/BANK15_|_有错|_已改/);
		expect(text).not.toContain(observed('M04-8', made.period, made.institution).display);
	}
	await request.dispose();
});

test('C1, C2: nobody gets anywhere without signing in', async ({ playwright, baseURL }) => {
	const request = await playwright.request.newContext({ baseURL: baseURL! });
	for (const path of [
		'/',
		'/filings',
		'/roster',
		'/dictionary',
		'/dictionary.json',
		`/submissions/${made.submission}`,
		'/secret'
	]) {
		const answer = await request.get(path, { maxRedirects: 0 });
		expect(answer.status(), path).toBe(303);
		expect(answer.headers().location, path).toMatch(/^\/login/);
		expect(answer.headers()['cache-control'], path).toBe('private, no-store');
		const data = await request.get(`${path === '/' ? '' : path}/__data.json?x-sveltekit-invalidated=001`);
		expect(await data.text(), path).toContain('/login');
	}
	expect((await request.get('/healthz')).status()).toBe(200);
	expect(await (await request.get('/readyz')).json()).toMatchObject({ ready: true });
	await request.dispose();
});

test('C7: a request from elsewhere changes nothing', async ({ playwright, baseURL }) => {
	const request = await playwright.request.newContext({ baseURL: baseURL! });
	await signInByRequest(request, baseURL!, `${made.institution}.checker`);
	for (const [origin, site] of [
		['http://evil.example', 'cross-site'],
		['null', 'cross-site'],
		['http://127.0.0.1:1', 'same-site'],
		[undefined, undefined],
		[baseURL!, 'cross-site']
	])
		for (const type of [
			'application/json',
			'application/octet-stream',
			'text/plain',
			'application/x-www-form-urlencoded'
		]) {
			const headers: Record<string, string> = { 'content-type': type, accept: 'text/html' };
			if (origin) headers.origin = origin;
			if (site) headers['sec-fetch-site'] = site;
			const answer = await request.post(`/submissions/${made.submission}?/withdraw`, {
				headers,
				data: 'a=b'
			});
			expect(answer.status(), `${origin} ${type}`).toBe(403);
		}
	const large = await request.post('/login', {
		headers: { origin: baseURL!, 'content-type': 'application/x-www-form-urlencoded' },
		data: `username=${'a'.repeat(300_000)}`
	});
	expect(large.status()).toBe(413);
	await request.dispose();
});

test('C8, C9: the cookie is kept from scripts, renewed at sign-in, and dead after sign-out', async ({
	playwright,
	baseURL
}) => {
	const request = await playwright.request.newContext({ baseURL: baseURL! });
	const signIn = (cookie: string) =>
		request.post('/login', {
			form: { username: 'leader', password: 'Beijing-Techfin-98' },
			headers: { origin: baseURL!, accept: 'text/html', cookie },
			maxRedirects: 0
		});
	const set = (await signIn('session=planted')).headers()['set-cookie']!;
	expect(set).toMatch(/HttpOnly/i);
	expect(set).toMatch(/SameSite=Lax/i);
	expect(set).toMatch(/Path=\//);
	const token = /session=([^;]+)/.exec(set)![1]!;
	expect(token).not.toBe('planted');
	const bare = await playwright.request.newContext({ baseURL: baseURL! });
	const as = (path: string, method = 'GET') =>
		bare.fetch(path, { method, headers: { cookie: `session=${token}`, origin: baseURL! }, maxRedirects: 0 });
	expect((await as('/account')).status()).toBe(200);
	expect((await as('/logout', 'POST')).status()).toBe(303);
	expect((await as('/account')).status()).toBe(303);
	await Promise.all([request.dispose(), bare.dispose()]);
});

test('C10: a wrong password and an unknown name read the same; five failures lock the account', async ({
	playwright,
	baseURL
}) => {
	const request = await playwright.request.newContext({ baseURL: baseURL! });
	const attempt = async (username: string) => {
		const answer = await request.post('/login', {
			form: { username, password: 'Wrong-Password-1' },
			headers: { origin: baseURL!, accept: 'text/html' },
			maxRedirects: 0
		});
		return /role="alert">([^<]+)</.exec(await answer.text())?.[1];
	};
	const wrong = await attempt('csrc.checker');
	expect(wrong).toContain('用户名或密码不对');
	expect(await attempt('nobody.at.all')).toBe(wrong);
	for (let i = 0; i < 4; i += 1) await attempt('csrc.checker');
	expect(await attempt('csrc.checker')).toContain('已锁定');
	await request.dispose();
});
