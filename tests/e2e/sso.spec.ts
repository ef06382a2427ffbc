import type { Server } from 'node:http';
import { expect, test, type Browser, type Page } from '@playwright/test';
import Provider from 'oidc-provider';
import { createUser, setDisabled } from '#lib/server/access/accounts.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { openLedger } from '#lib/server/ledger/open.ts';
import { trailOf } from '#lib/server/ledger/trail.ts';
import { install, type Installation } from '../fixtures/installation.ts';

// Protects signing in by 统一身份认证 against a certified provider: who is vouched for gets in, and nobody else.
const issuer = 'http://127.0.0.1:3182';
const secret = 'a-secret-of-thirty-two-characters-or-more';
let provider: Server;
let own: Installation;

function startProvider(): Server {
	return new Provider(issuer, {
		clients: [
			{
				client_id: 'techfin',
				client_secret: secret,
				redirect_uris: ['http://localhost:3172/login/sso/callback'],
				response_types: ['code'],
				grant_types: ['authorization_code'],
				token_endpoint_auth_method: 'client_secret_basic'
			}
		],
		claims: { openid: ['sub'], profile: ['preferred_username'] },
		conformIdTokenClaims: false,
		pkce: { required: () => true },
		cookies: { keys: ['only for this test'] },
		findAccount: (_, id) => ({
			accountId: id,
			claims: () => ({ sub: `s-${id}`, preferred_username: id })
		})
	}).listen(3182, '127.0.0.1');
}

test.beforeAll(async () => {
	provider = startProvider();
	own = await install(
		3172,
		{ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'techfin', OIDC_CLIENT_SECRET: secret },
		async (folder) => {
			const ledger = openLedger(folder);
			await createUser(ledger, {
				username: '张三',
				name: '张三',
				role: 'analyst',
				password: 'Quiet-river-7'
			});
			await createUser(ledger, { username: 'gone', name: '李四', role: 'leader', password: 'Quiet-river-8' });
			await createUser(ledger, {
				username: 'sec',
				name: '王五',
				role: 'security',
				password: 'Quiet-river-9'
			});
			setDisabled(ledger, { ...consoleAsker, role: 'system' }, 'gone', true);
			ledger.close();
		}
	);
});
test.afterAll(() => {
	own.stop();
	provider.close();
});

const fresh = async (browser: Browser): Promise<Page> =>
	(await browser.newContext({ baseURL: own.base, locale: 'zh-CN' })).newPage();

/** Goes to the provider by the button on the sign-in page and says who one is there. */
async function vouch(page: Page, name: string, from = '/login'): Promise<void> {
	await page.goto(from);
	await page.getByRole('link', { name: '统一身份认证登录' }).click();
	await page.locator('[name=login]').fill(name);
	await page.locator('[name=password]').fill('anything');
	await page.locator('button[type=submit]').click();
	await page.getByRole('button', { name: 'Continue' }).click();
}

test('who is vouched for arrives where they wanted to go, and the trail says who vouched', async ({
	browser
}) => {
	const page = await fresh(browser);
	await vouch(page, '张三', '/loans');
	await expect(page).toHaveURL(`${own.base}/loans`);
	await page.goto('/account');
	await expect(page.getByText('张三').first()).toBeVisible();
	const ledger = openLedger(own.ledger);
	const entry = trailOf(ledger, 'user:张三').find(({ action }) => action === 'user.vouched');
	ledger.close();
	expect(JSON.stringify(entry)).toContain(issuer);
	await page.context().close();
});

for (const [name, why] of [
	['stranger', 'has no account here'],
	['gone', 'was switched off']
])
	test(`${name}, who ${why}, stays out`, async ({ browser }) => {
		const page = await fresh(browser);
		await vouch(page, name!);
		await expect(page.getByRole('alert')).toContainText('统一身份认证');
		await page.goto('/loans');
		await expect(page).toHaveURL(/\/login/);
		await page.context().close();
	});

test('being vouched for is no second factor', async ({ browser }) => {
	const page = await fresh(browser);
	await vouch(page, 'sec');
	await expect(page.getByRole('heading', { name: '二次验证' })).toBeVisible();
	await page.goto('/admin/approvals');
	await expect(page.getByRole('heading', { name: '二次验证' })).toBeVisible();
	await page.context().close();
});

test('an answer that was not asked for, was changed, or comes twice opens nothing', async ({ browser }) => {
	const page = await fresh(browser);
	const answers: string[] = [];
	page.on('request', (request) => {
		if (request.url().includes('/login/sso/callback')) answers.push(request.url());
	});
	await vouch(page, '张三');
	await expect(page).toHaveURL(`${own.base}/filings`);
	const [answer] = answers as [string];

	const other = await fresh(browser);
	for (const address of [
		answer,
		answer.replace(/code=[^&]+/, 'code=guessed'),
		answer.replace(/state=[^&]+/, 'state=guessed'),
		'/login/sso/callback',
		'/login/sso/callback?error=access_denied'
	]) {
		await other.goto(address);
		await expect(other).toHaveURL(/\/login\?sso=refused/);
	}
	// With the very cookie of an own round, an answer meant for another is refused too.
	await other.goto('/login');
	await other.getByRole('link', { name: '统一身份认证登录' }).click();
	await other.waitForURL((url) => url.origin === issuer);
	await other.goto(answer);
	await expect(other).toHaveURL(/\/login\?sso=refused/);
	await Promise.all([page, other].map((one) => one.context().close()));
});

test('a provider that is away is said as such, and the password still opens', async ({ browser }) => {
	const away = await install(3173, {
		OIDC_ISSUER: 'http://127.0.0.1:9',
		OIDC_CLIENT_ID: 'techfin'
	});
	const page = await (await browser.newContext({ baseURL: away.base, locale: 'zh-CN' })).newPage();
	await page.goto('/login');
	await page.getByRole('link', { name: '统一身份认证登录' }).click();
	await expect(page.getByRole('alert')).toContainText('统一身份认证');
	await expect(page.getByLabel('密码')).toBeVisible();
	await page.context().close();
	away.stop();
});
