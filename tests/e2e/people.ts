import { execFileSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { expect, type APIRequestContext, type Page } from '@playwright/test';
import type { Made } from './make-files.ts';

export const password = 'Beijing-Techfin-98';
const root = path.resolve(import.meta.dirname, '../..');
const ledger = path.join(process.env.E2E_DATA!, 'ledger');

const node = (...args: string[]): string =>
	execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
		cwd: root,
		encoding: 'utf8'
	});

/** The files the tests hand in, made from what the bank last filed. */
export const makeFiles = (): Made =>
	JSON.parse(node('tests/e2e/make-files.ts', ledger, path.join(process.env.E2E_DATA!, 'files'))) as Made;

/** One value by the command line, of everybody or of one institution; it asks the same functions as the pages. */
export function observed(
	indicator: string,
	period: string,
	institution?: string
): { value: string; display: string } {
	const where = institution ? ['--where', `institution=${institution}`] : [];
	const asked = ['observe', indicator, '--period', period, ...where, '--data', ledger, '--json'];
	return (JSON.parse(node('src/cli.ts', ...asked)) as { value: string; display: string }[])[0]!;
}

/** Signs in by the page, as anybody would. */
export async function signIn(page: Page, username: string): Promise<void> {
	await page.goto('/login');
	await page.getByLabel('用户名').fill(username);
	await page.getByLabel('密码').fill(password);
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await page.waitForURL((url) => url.pathname !== '/login');
}

/** Signs in without a browser. */
export async function signInByRequest(
	request: APIRequestContext,
	origin: string,
	username: string
): Promise<void> {
	const answer = await request.post('/login', {
		form: { username, password },
		headers: { origin, accept: 'text/html' },
		maxRedirects: 0
	});
	expect(answer.status()).toBe(303);
}

/** Collects whatever a page complains about. */
export function complaints(page: Page): string[] {
	const found: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error' || message.type() === 'warning')
			found.push(`${page.url()} ${message.text()}`);
	});
	page.on('pageerror', (error) => found.push(`${page.url()} ${error.message}`));
	return found;
}

/** Chooses a file and uploads it, once the page shows that it has taken the choice. */
export async function handIn(page: Page, file: string): Promise<void> {
	await expect(async () => {
		await page.locator('input[type=file]').setInputFiles(file);
		await expect(page.locator('#upload')).toContainText(path.basename(file), { timeout: 2_000 });
	}).toPass({ timeout: 30_000 });
	await page.getByRole('button', { name: '上传', exact: true }).click();
}
