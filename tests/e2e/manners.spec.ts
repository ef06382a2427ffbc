import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { Made } from './make-files.ts';
import { complaints, makeFiles, password, signIn } from './people.ts';

let made: Made;
test.beforeAll(() => {
	made = makeFiles();
});

const pages = (): string[] => [
	'/filings',
	`/filings/corp-loan-stock/${made.institution}/${made.period}`,
	`/submissions/${made.submission}`,
	`/submissions/${made.submission}/receipt`,
	'/roster?q=科技',
	'/templates',
	'/dictionary',
	'/dictionary?part=datasets',
	'/dictionary?part=codes',
	'/dictionary/corp-loan-stock',
	'/account'
];
const themes = ['/', '/loans', '/policy-funds', '/products', '/bonds', '/clauses', '/indicators'];

/** Words smaller than 12 px, and names in charts that are cut. */
const illegible = (page: Page): Promise<string[]> =>
	page.evaluate(() =>
		[...document.querySelectorAll('main *')].flatMap((element) => {
			const text = [...element.childNodes]
				.map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent!.trim() : ''))
				.join('');
			if (!text || element.getClientRects().length === 0) return [];
			if (element.tagName === 'text') return /…|\.\.\./.test(text) ? [`cuts ${text}`] : [];
			const size = parseFloat(getComputedStyle(element).fontSize);
			return size < 12 ? [`prints ${text.slice(0, 12)} at ${size} px`] : [];
		})
	);

// Protects readers with other eyes and hands, and the promise of a quiet console under a strict content policy.
test('no page complains, overflows or shuts anybody out', async ({ page }) => {
	test.setTimeout(180_000);
	const found = complaints(page);
	await page.goto('/login');
	expect((await new AxeBuilder({ page }).analyze()).violations.map((one) => one.id)).toEqual([]);
	await signIn(page, 'analyst');
	const faults: string[] = [];
	for (const path of [...pages(), ...themes]) {
		await page.goto(path);
		const { violations } = await new AxeBuilder({ page }).analyze();
		for (const { id, impact, nodes } of violations)
			if (impact === 'serious' || impact === 'critical') faults.push(`${path} ${id} ${nodes[0]?.html}`);
		await page.setViewportSize({ width: 390, height: 844 });
		const wider = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		// Charts are drawn anew for the new width a moment after it changed.
		for (let i = 0; i < 20 && (await wider()) > 0; i += 1) await page.waitForTimeout(100);
		if ((await wider()) > 0) faults.push(`${path} is ${await wider()} px wider than a phone`);
		for (const text of await illegible(page)) faults.push(`${path} ${text}`);
		await page.setViewportSize({ width: 1440, height: 900 });
	}
	expect(faults).toEqual([]);
	expect(found).toEqual([]);
});

test('the way from sign-in to a new upload needs no mouse', async ({ page }) => {
	await page.goto('/login');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.getByLabel('用户名').focus();
	await page.keyboard.type(`${made.institution}.maker`);
	await page.keyboard.press('Tab');
	await page.keyboard.type(password);
	await page.keyboard.press('Enter');
	await page.waitForURL('**/filings');
	const reach = async (matches: (text: string) => boolean): Promise<void> => {
		for (let i = 0; i < 120; i += 1) {
			await page.keyboard.press('Tab');
			const text = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
			if (matches(text)) return;
		}
		throw new Error('never reached by Tab');
	};
	await reach((text) => text === '存量单位贷款信息');
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/filings\/corp-loan-stock\//);
	const outlined = async () =>
		page.evaluate(() => {
			const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
			return outlineStyle !== 'none' && outlineWidth !== '0px';
		});
	await reach((text) => text === '上传');
	expect(await outlined()).toBe(true);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toHaveText('请先选择文件');
});

test('without script one signs in, reads numbers and uploads', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await signIn(page, `${made.institution}.maker`);
	await expect(page.getByRole('heading', { name: '待办事项' })).toBeVisible();
	await page.goto(`/submissions/${made.submission}`);
	await expect(page.getByText('行已读')).toBeVisible();
	await page.goto(`/filings/corp-loan-stock/${made.institution}/${made.period}`);
	await page.locator('input[type=file]').setInputFiles({
		name: '<img src=x onerror=alert(1)>.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from('没有这样的表头,另一列\n1,2\n')
	});
	await page.getByRole('button', { name: '上传', exact: true }).click();
	await page.waitForURL(/\/submissions\/\d+$/);
	await expect(page.getByText('<img src=x onerror=alert(1)>.csv').first()).toBeVisible();
	await expect(page.getByText('处须改')).toBeVisible({ timeout: 30_000 });
	await page.getByText('撤回本次报送').click();
	await page.getByRole('button', { name: '确认撤回' }).click();
	await expect(page.getByText('已撤回').first()).toBeVisible();
	await context.close();
});

test('what is typed before the page’s script has come stays typed', async ({ page }) => {
	await signIn(page, 'analyst');
	let release = () => {};
	const held = new Promise<void>((done) => (release = done));
	await page.route(/\/_app\/immutable\//, async (route) => {
		if (route.request().resourceType() === 'script') await held;
		await route.continue();
	});
	await page.goto('/roster', { waitUntil: 'commit' });
	const list = page.locator('textarea[name=list]');
	await list.evaluate((box) => box.closest('details')?.setAttribute('open', ''));
	await list.fill('北京未来科技有限公司');
	release();
	await page.waitForLoadState('networkidle');
	await expect(list).toHaveValue('北京未来科技有限公司');
});

test('a page that does not exist says so in Chinese with a number to quote', async ({ page }) => {
	await signIn(page, 'analyst');
	const answer = await page.goto('/nowhere');
	expect(answer?.status()).toBe(404);
	await expect(page.getByText('没有这个页面')).toBeVisible();
	await expect(page.getByText(/请求编号 [0-9a-f]{8}/)).toBeVisible();
	expect(await page.content()).not.toContain('at ');
});

test('a receipt and the cockpit print on one sheet each', async ({ page }) => {
	const sheets = async () =>
		[...(await page.pdf({ preferCSSPageSize: true })).toString('latin1').matchAll(/\/Type\s*\/Page\b/g)]
			.length;
	await signIn(page, `${made.institution}.checker`);
	await page.goto(`/submissions/${made.submission}/receipt`);
	expect(await sheets()).toBe(1);
	await page.context().clearCookies();
	await signIn(page, 'leader');
	await page.goto('/');
	await expect(page.locator('.chart svg')).toHaveCount(3);
	expect(await sheets()).toBe(1);
});
