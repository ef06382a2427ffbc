import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { defineConfig } from '@playwright/test';

const port = Number(process.env.E2E_PORT ?? 3170);
const root = path.resolve(import.meta.dirname, '../..');
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
// Workers load this file again; what the first one chose is theirs too.
process.env.E2E_DATA ??= mkdtempSync(path.join(tmpdir(), 'techfin-e2e-'));

export default defineConfig({
	testDir: '.',
	outputDir: path.join(root, 'test-results'),
	globalTeardown: './teardown.ts',
	workers: 1,
	timeout: 120_000,
	expect: { timeout: 15_000 },
	reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
	use: {
		baseURL: `http://127.0.0.1:${port}`,
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		viewport: { width: 1440, height: 900 },
		launchOptions: {
			...(existsSync(chromium) && { executablePath: chromium }),
			args: process.getuid?.() === 0 ? ['--no-sandbox'] : []
		}
	},
	webServer: {
		command: `"${process.execPath}" --disable-warning=ExperimentalWarning --disable-proto=delete src/serve.ts`,
		cwd: root,
		url: `http://127.0.0.1:${port}/readyz`,
		timeout: 240_000,
		gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
		env: {
			PORT: String(port),
			HOST: '127.0.0.1',
			TZ: 'Asia/Shanghai',
			TECHFIN_DATA: path.join(process.env.E2E_DATA, 'ledger'),
			TECHFIN_DEMO: 'small'
		}
	}
});
