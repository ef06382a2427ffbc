import { expect, test, type Browser, type Page } from '@playwright/test';
import { codeAt, stepAt } from '#lib/server/access/one-time-code.ts';
import { install, type Installation } from '../fixtures/installation.ts';

// Protects the first morning of a real installation: nobody is there by default, and three people let the others in.
const password = 'Quiet-river-7';
let own: Installation;

test.beforeAll(async () => {
	own = await install(3171);
});
test.afterAll(() => own.stop());

const linkFor = (label: string): string => new RegExp(`${label}　(http\\S+)`).exec(own.said())![1]!;
const secrets = new Map<string, { secret: string; last: number }>();

/** The next code nobody has used yet; waits for it if need be. */
async function code(username: string): Promise<string> {
	const own = secrets.get(username)!;
	while (stepAt(new Date()) <= own.last) await new Promise((done) => setTimeout(done, 500));
	own.last = stepAt(new Date());
	return codeAt(own.secret, own.last);
}

const fresh = async (browser: Browser): Promise<Page> =>
	(await browser.newContext({ baseURL: own.base, locale: 'zh-CN' })).newPage();

async function enrol(page: Page, username: string): Promise<void> {
	const spelt = await page.locator('form code').innerText();
	secrets.set(username, { secret: spelt.replaceAll(' ', ''), last: 0 });
	await page.locator('[name=code]').fill(await code(username));
	await page.getByRole('button', { name: '启用' }).click();
	await expect(page.locator('ol li code')).toHaveCount(10);
	await page.getByRole('link', { name: '已保管好' }).click();
}

async function firstAdministrator(browser: Browser, label: string, username: string): Promise<Page> {
	const page = await fresh(browser);
	await page.goto(linkFor(label));
	await page.locator('[name=username]').fill(username);
	await page.locator('[name=name]').fill(label);
	await page.locator('[name=next]').fill(password);
	await page.locator('[name=again]').fill(password);
	await page.getByRole('button', { name: '保存并登录' }).click();
	// Nothing is open to an administrator before the second factor.
	await expect(page.getByRole('heading', { name: '二次验证' })).toBeVisible();
	await page.goto('/admin/accounts');
	await expect(page.getByRole('heading', { name: '二次验证' })).toBeVisible();
	await enrol(page, username);
	return page;
}

test('three administrators let a leader in, and none of them sees business data', async ({ browser }) => {
	test.setTimeout(240_000);
	const system = await firstAdministrator(browser, '系统管理员', '系统一');
	await expect(system.getByRole('heading', { name: '账号', exact: true })).toBeVisible();
	await expect(system.getByText('演示数据')).toHaveCount(0);
	const security = await firstAdministrator(browser, '安全管理员', 'secadmin');
	const audit = await firstAdministrator(browser, '审计管理员', 'auditor');

	// A link opens once.
	const other = await fresh(browser);
	expect((await other.goto(linkFor('系统管理员')))!.status()).toBe(404);

	const form = system.locator('#propose');
	await form.locator('[name=username]').fill('leader01');
	await form.locator('[name=name]').fill('王局长');
	await form.locator('[name=role]').selectOption('leader');
	await form.locator('[name=reason]').fill('分管领导查看进展');
	await system.getByRole('button', { name: '提交申请' }).click();
	await expect(system.getByText('待安全管理员审批')).toBeVisible();
	for (const [page, path] of [
		[system, '/admin/approvals'],
		[security, '/admin/accounts'],
		[audit, '/admin/people'],
		[system, '/admin/trail'],
		[system, '/filings'],
		[security, '/'],
		[audit, '/loans']
	] as const) {
		const answer = await page.request.get(path, { maxRedirects: 0, headers: { accept: 'text/html' } });
		expect([303, 404], `${path} ${answer.status()}`).toContain(answer.status());
		if (answer.status() === 303) expect(answer.headers().location).toMatch(/^\/admin\//);
	}

	await security.goto('/admin/approvals');
	await security.getByRole('button', { name: '批准' }).click();
	const given = await security.getByRole('status').filter({ hasText: '一次性链接' }).innerText();
	const leader = await fresh(browser);
	await leader.goto(/http\S+/.exec(given)![0]);
	await leader.locator('[name=next]').fill(password);
	await leader.locator('[name=again]').fill(password);
	await leader.getByRole('button', { name: '保存并登录' }).click();
	await expect(leader).toHaveURL(`${own.base}/`);

	// A new sign-in owes the second factor; the password alone opens nothing.
	const again = await fresh(browser);
	await again.goto('/login');
	await again.locator('[name=username]').fill('secadmin');
	await again.locator('[name=password]').fill(password);
	await again.getByRole('button', { name: '登录', exact: true }).click();
	await expect(again.getByRole('heading', { name: '二次验证' })).toBeVisible();
	await again.goto('/admin/people');
	await expect(again).toHaveURL(/\/login/);
	await again.goto('/login/code');
	await again.locator('[name=code]').fill(await code('secadmin'));
	await again.getByRole('button', { name: '登录' }).click();
	await expect(again.getByRole('heading', { name: '授权审批' })).toBeVisible();

	// Whoever is switched off is out at once.
	await system.goto('/admin/accounts');
	await system.getByRole('button', { name: '停用 leader01' }).click();
	await expect(system.getByText('已停用，登录已失效')).toBeVisible();
	await leader.goto('/loans');
	await expect(leader.getByText('登录已被管理员终止')).toBeVisible();

	// A backup is there whenever the system administrator asks for one, opened and found whole.
	await system.goto('/admin/operations');
	await expect(async () => {
		await system.getByRole('button', { name: '立即备份' }).click();
		await expect(system.getByText('备份已开始')).toBeVisible({ timeout: 2_000 });
	}).toPass({ timeout: 60_000 });
	await expect(async () => {
		await system.reload();
		await expect(system.getByRole('row', { name: /手动.*通过/ })).toBeVisible({ timeout: 2_000 });
	}).toPass({ timeout: 60_000 });
	expect((await system.request.get('/readyz')).status()).toBe(200);

	// The trail knows it all, and holds.
	await audit.goto('/admin/trail?who=系统一');
	await expect(audit.getByRole('cell', { name: '停用账号' })).toBeVisible();
	await expect(audit.getByRole('cell', { name: '越权访问被拒' }).first()).toBeVisible();
	await audit.getByRole('button', { name: '核验全部记录' }).click();
	await expect(audit.getByText('核验通过')).toBeVisible();
	await Promise.all([system, security, audit, other, leader, again].map((page) => page.context().close()));
});
