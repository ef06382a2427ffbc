import { spawn } from 'node:child_process';
import autocannon from 'autocannon';
import { demoPassword } from '#demo/accounts.ts';
import { table } from './table.ts';

const port = 3477;
const base = `http://127.0.0.1:${port}`;

async function serve(data: string): Promise<() => void> {
	const server = spawn(
		process.execPath,
		['--disable-warning=ExperimentalWarning', '--disable-proto=delete', 'src/serve.ts', 'demo'],
		{
			env: { ...process.env, TECHFIN_DATA: data, PORT: String(port), HOST: '127.0.0.1' },
			stdio: 'ignore'
		}
	);
	for (let i = 0; i < 100; i += 1) {
		await new Promise((resolve) => setTimeout(resolve, 200));
		if (
			await fetch(`${base}/healthz`).then(
				(response) => response.ok,
				() => false
			)
		)
			return () => server.kill();
	}
	server.kill();
	throw new Error('the server did not start');
}

async function signedIn(): Promise<string> {
	const response = await fetch(`${base}/login`, {
		method: 'POST',
		redirect: 'manual',
		headers: { 'content-type': 'application/x-www-form-urlencoded', origin: base },
		body: new URLSearchParams({ username: 'leader', password: demoPassword })
	});
	const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
	if (!cookies.length) throw new Error(`sign-in answered ${response.status}`);
	return cookies.join('; ');
}

/** Server-rendered pages at one and at fifty connections, against the emptiest route of the same server. */
export async function benchPages(data: string): Promise<void> {
	const stop = await serve(data);
	try {
		const cookie = await signedIn();
		const run = (path: string, connections: number) =>
			autocannon({ url: base + path, connections, duration: 6, headers: { cookie } });
		const rows: string[][] = [];
		let empty = Number.NaN;
		for (const path of [
			'/healthz',
			'/',
			'/loans',
			'/policy-funds',
			'/products',
			'/bonds',
			'/filings',
			'/indicators/tech-loan-balance'
		]) {
			await run(path, 1);
			const alone = await run(path, 1);
			const crowd = await run(path, 50);
			if (path === '/healthz') empty = crowd.requests.average;
			const failed = crowd.non2xx + crowd.errors;
			rows.push([
				path,
				alone.latency.p50.toFixed(0),
				crowd.latency.p50.toFixed(0),
				crowd.latency.p99.toFixed(0),
				crowd.requests.average.toFixed(0),
				(crowd.requests.average / empty).toFixed(3),
				String(failed)
			]);
		}
		table(
			'页面（服务器端渲染）',
			['', '1 连接 中位毫秒', '50 连接 中位毫秒', '50 连接 p99', '请求/秒', '÷ 空路由', '失败'],
			rows
		);
	} finally {
		stop();
	}
}
