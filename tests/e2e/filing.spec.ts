import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import type { Made } from './make-files.ts';
import { complaints, makeFiles, observed, signIn, handIn } from './people.ts';

// Protects the main job: a bank's file goes in, comes back marked, goes in mended, is signed by a second person, and the
// leader's number has moved by exactly what changed.
test.describe.configure({ mode: 'serial' });

let made: Made;
test.beforeAll(() => {
	made = makeFiles();
});
const filing = () => `/filings/corp-loan-stock/${made.institution}/${made.period}`;

test('a faulty workbook comes back with every fault in its place', async ({ page }) => {
	const found = complaints(page);
	await signIn(page, `${made.institution}.maker`);
	await page.goto(filing());
	await handIn(page, made.faulty);
	await page.waitForURL(/\/submissions\/\d+$/);
	await expect(page.getByText(`第${made.number}次报送仍有效`)).toBeVisible();
	await expect(page.getByRole('columnheader', { name: '为什么、怎么改' })).toBeVisible({ timeout: 40_000 });
	await expect(page.getByText('原有数据未受影响')).toBeVisible();
	const code = page.locator('tr', { hasText: /[0-9A-Z]{17}O/ }).first();
	await expect(code.getByText(/存量单位贷款信息!E\d+/)).toBeVisible();
	await expect(page.getByText(/V11a/).first()).toBeVisible();

	await page.getByRole('link', { name: '按位置' }).click();
	await expect(page).toHaveURL(/order=place/);
	await expect(page.getByText('存量单位贷款信息!E6').first()).toBeVisible();

	const marked = page.waitForEvent('download');
	await page.getByRole('link', { name: '下载标注后的原表' }).click();
	const parts = unzipSync(new Uint8Array(readFileSync(await (await marked).path())));
	const sheets = Object.keys(parts).filter((name) => name.startsWith('xl/worksheets/sheet'));
	const original = Object.keys(unzipSync(new Uint8Array(readFileSync(made.faulty)))).filter((name) =>
		name.startsWith('xl/worksheets/sheet')
	);
	expect(sheets.length).toBeGreaterThan(original.length);
	expect(Object.keys(parts).some((name) => /comments/.test(name))).toBe(true);
	expect(found).toEqual([]);
});

test('the mended workbook is explained, signed by a second person, and counts to the 分', async ({
	browser
}) => {
	const before = observed('M04-8', made.period);
	const maker = await browser.newPage();
	await signIn(maker, `${made.institution}.maker`);
	await maker.goto(filing());
	await handIn(maker, made.mended);
	await maker.waitForURL(/\/submissions\/\d+$/);
	await expect(maker.getByText(/Q01/).first()).toBeVisible({ timeout: 40_000 });
	for (const input of await maker.locator('form textarea[name^="finding:"]').all())
		if (!(await input.inputValue())) await input.fill('经核对借款合同，数值属实，系个案');
	for (const input of await maker.locator('form input[name^="rule:"]').all())
		await input.fill('经逐笔核对合同和台账，均属实');
	await maker.getByRole('button', { name: '保存说明' }).click();
	await expect(maker.getByText(/已保存 \d+ 处说明/)).toBeVisible();
	await expect(maker.getByText('须由本机构另一位人员复核签署')).toBeVisible();
	await expect(maker.getByRole('button', { name: '签署并入库' })).toHaveCount(0);
	expect(observed('M04-8', made.period)).toEqual(before);

	const checker = await browser.newPage();
	await signIn(checker, `${made.institution}.checker`);
	await checker.goto(new URL(maker.url()).pathname);
	await checker.getByRole('checkbox').check();
	await checker.getByRole('button', { name: '签署并入库' }).click();
	await expect(checker.getByText('本次报送已入库，正在使用')).toBeVisible();

	await checker.getByRole('link', { name: '回执', exact: true }).click();
	await expect(checker.getByText('已入库，正在使用')).toBeVisible();
	await checker.goto(new URL(maker.url()).pathname);
	await checker.getByRole('link', { name: new RegExp(`与第${made.number}次比较`) }).click();
	await expect(checker.getByText('行有改动')).toBeVisible();
	await expect(checker.locator('dl').getByText('1', { exact: true })).toBeVisible();

	const after = observed('M04-8', made.period);
	expect(Number(after.value) - Number(before.value)).toBe(Number(made.increase));
	await Promise.all([maker.close(), checker.close()]);
});

test('the analyst returns it with a reason; it stays in force and the bank is told', async ({ browser }) => {
	const analyst = await browser.newPage();
	await signIn(analyst, 'analyst');
	await analyst.goto(filing());
	await analyst.getByRole('link', { name: `第${made.number + 2}次` }).click();
	await analyst.getByText('退回，要求重报').click();
	await analyst.getByLabel('原因').fill('单笔增加一亿元，请核对合同后重报');
	await analyst.getByLabel('新的应报日').fill('2030-01-10');
	await analyst.getByRole('button', { name: '退回', exact: true }).click();
	await expect(analyst.getByText('已退回，原数据在新文件入库前继续使用')).toBeVisible();
	const maker = await browser.newPage();
	await signIn(maker, `${made.institution}.maker`);
	await expect(maker.getByText('单笔增加一亿元，请核对合同后重报').first()).toBeVisible();
	await maker.goto(filing());
	await expect(maker.getByText('正在使用', { exact: true })).toBeVisible();
	await Promise.all([analyst.close(), maker.close()]);
});

test('the same file again is refused with its first receipt', async ({ page }) => {
	await signIn(page, `${made.institution}.maker`);
	await page.goto(filing());
	await handIn(page, made.mended);
	await expect(page.getByRole('alert')).toContainText('完全相同');
	await expect(page.getByRole('alert')).toContainText('原有数据未受影响');
});

test('the leader’s cockpit shows the new number', async ({ page }) => {
	await signIn(page, 'leader');
	await page.goto(`/?period=${made.period}`);
	await expect(page.getByText(observed('M04-8', made.period).display).first()).toBeVisible();
});
