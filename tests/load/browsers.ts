import { existsSync } from 'node:fs';
import process from 'node:process';
import { chromium } from '@playwright/test';
import { timesOf, type Times } from './times.ts';
import type { Viewer } from './viewers.ts';

/** What browsers saw: when the largest part of a page stood, and when its charts were drawn. */
export interface Browsed {
	readonly browsers: number;
	readonly pages: number;
	readonly largestPaint: Times;
	readonly chartsReady: Times;
	readonly complaints: readonly string[];
}

const pages = [
	'/',
	'/loans',
	'/policy-funds',
	'/products',
	'/bonds',
	'/clauses/4',
	'/indicators/tech-loan-balance'
];

/** Real browsers that go from page to page for `seconds`; `null` where there is none. */
export async function browse(
	base: string,
	people: readonly Viewer[],
	count: number,
	seconds: number
): Promise<Browsed | null> {
	const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';
	const browser = await chromium
		.launch({
			...(existsSync(executable) && { executablePath: executable }),
			args: process.getuid?.() === 0 ? ['--no-sandbox'] : []
		})
		.catch(() => null);
	if (!browser) return null;
	const [paints, charts, complaints]: [number[], number[], string[]] = [[], [], []];
	let seen = 0;
	const until = performance.now() + seconds * 1000;
	try {
		await Promise.all(
			Array.from({ length: count }, async (_, at) => {
				const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } });
				const cookie = people[at % people.length]!.cookie;
				const cut = cookie.indexOf('=');
				await context.addCookies([{ name: cookie.slice(0, cut), value: cookie.slice(cut + 1), url: base }]);
				const page = await context.newPage();
				page.on('console', (message) => {
					if (message.type() === 'error') complaints.push(message.text().slice(0, 200));
				});
				page.on('pageerror', (error) => complaints.push(error.message.slice(0, 200)));
				while (performance.now() < until) {
					const path = pages[(at + seen) % pages.length]!;
					const answer = await page
						.goto(base + path, { waitUntil: 'load', timeout: 30_000 })
						.catch(() => null);
					seen += 1;
					if (answer?.status() !== 200) {
						complaints.push(`${path}：${answer?.status() ?? '没有打开'}`);
						continue;
					}
					const ready = await page
						.waitForFunction(
							() => {
								const drawn = [...document.querySelectorAll('.chart')];
								return drawn.every((one) => one.querySelector('svg, canvas')) ? performance.now() : false;
							},
							undefined,
							{ timeout: 15_000 }
						)
						.then((found) => found.jsonValue())
						.catch(() => null);
					if (typeof ready === 'number') charts.push(ready);
					else complaints.push(`${path}：图没有画出`);
					const paint = await page.evaluate(
						() =>
							new Promise<number>((settled) => {
								let last = 0;
								new PerformanceObserver((list) => {
									for (const entry of list.getEntries()) last = entry.startTime;
								}).observe({ type: 'largest-contentful-paint', buffered: true });
								setTimeout(() => settled(last), 200);
							})
					);
					if (paint) paints.push(paint);
					await page.waitForTimeout(1500);
				}
				await context.close();
			})
		);
	} finally {
		await browser.close();
	}
	return {
		browsers: count,
		pages: seen,
		largestPaint: timesOf(paints),
		chartsReady: timesOf(charts),
		complaints: [...new Set(complaints)].slice(0, 10)
	};
}
