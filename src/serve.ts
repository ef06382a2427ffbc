import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { existsSync, mkdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { numberSetting, setting, startFaults } from '#settings';
import { Admission } from '#lib/server/access/admission.ts';
import { always } from '#lib/server/access/headers.ts';
import { firstLinks, linkAddress } from '#lib/server/access/links.ts';
import { log } from '#lib/server/access/log.ts';
import { initialise } from '#lib/server/demo/initialise.ts';
import { lockServer, ServedElsewhere } from '#lib/server/jobs/server-lock.ts';
import { maintenance } from '#lib/server/keep/maintenance.ts';
import { newestGood } from '#lib/server/keep/shelf.ts';
import { lookOver, noteWhole, type StartFault } from '#lib/server/keep/start-check.ts';
import { openLedger } from '#lib/server/ledger/open.ts';
import { refusalIn, troubleIn } from '#lib/server/ledger/trouble.ts';
import { offeredAccounts } from '#lib/server/pages/demo-accounts.ts';
import { count } from '#lib/server/watch/traffic.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const demo = process.argv[2] !== 'serve';
process.umask(0o077);
process.env.TZ ??= 'Asia/Shanghai';
process.env.TECHFIN_DATA ??= path.resolve(demo ? 'data/demo' : 'data/ledger');
// The adapter's limit is the outermost; routes set their own below it.
process.env.BODY_SIZE_LIMIT ??= String(Math.max(numberSetting('TECHFIN_UPLOAD_LIMIT', 0), 60 * 1024 * 1024));
process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
process.env.ADDRESS_HEADER = 'x-techfin-address';
const data = process.env.TECHFIN_DATA;
const port = numberSetting('PORT', 3000);
const host = setting('HOST') ?? '127.0.0.1';
const origin = setting('ORIGIN');
// Set but empty counts as not set, for the adapter too.
if (!origin) delete process.env.ORIGIN;

// Invented data may be shown on any network; a real installation starts only when nothing is left open.
const faults = demo ? [] : startFaults();
if (faults.length) {
	console.error(`不能启动，请先改正：\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
	process.exit(2);
}

const fault = await prepare();
const handler = fault
	? maintenance(fault, () => newestGood(data))
	: ((await import(path.resolve('build/handler.js'))) as { handler: Handler }).handler;

/** Looks the ledger over and brings it up to date, as the only server of its folder; what is wrong with it is mended by nobody but its operator. */
async function prepare(): Promise<StartFault | null> {
	mkdirSync(data, { recursive: true });
	const release = lockOrLeave();
	try {
		const made = existsSync(path.join(data, 'ready'));
		// A demonstration that was cut off while it was made is made again.
		const { fault, whole } = demo && !made ? { fault: null, whole: false } : lookOver(data);
		if (fault) return fault;
		if (demo && !made) await makeDemo();
		else if (!demo) await initialise(data, { demo, log: (line) => console.log(line) });
		const ledger = openLedger(data);
		if (whole) noteWhole(ledger);
		ledger.close();
		return null;
	} catch (cause) {
		const refused = refusalIn(cause);
		if (!refused) throw cause;
		console.error(`不能启动：${refused.message}`);
		process.exit(2);
	} finally {
		release();
	}
}

/** Makes the demonstration in a process of its own: it takes more memory than serving does, and gives it back. */
async function makeDemo(): Promise<void> {
	const flags = ['--disable-warning=ExperimentalWarning', '--disable-proto=delete'];
	const size = process.env.TECHFIN_DEMO === 'small' ? ['--small'] : [];
	const maker = spawn(process.execPath, [...flags, 'src/cli.ts', 'init', '--demo', ...size], {
		stdio: ['ignore', 'ignore', 'inherit']
	});
	const leave = (): void => {
		maker.kill();
		process.exit(143);
	};
	process.once('SIGTERM', leave);
	const [code] = (await once(maker, 'close')) as [number | null];
	process.off('SIGTERM', leave);
	if (code !== 0) process.exit(code ?? 1);
}

function lockOrLeave(): () => void {
	try {
		return lockServer({ dir: path.resolve(data) });
	} catch (cause) {
		console.error(
			cause instanceof ServedElsewhere
				? `不能启动：另一个服务正在使用数据目录 ${data}。请先停止它，或用 TECHFIN_DATA 另指一个目录。`
				: `不能启动：数据目录 ${data} 不能写入（${troubleIn(cause)}）。请检查磁盘和权限后再启动。`
		);
		process.exit(2);
	}
}

const proxies = new Set((setting('TECHFIN_PROXIES') ?? '127.0.0.1,::1').split(','));
const plain = (address: string): string => address.replace(/^::ffff:/, '');
const ownHost = origin ? new URL(origin).host : null;
const local = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Whether a request names this installation as its host: a name from outside must not become ours. */
function isOurs({ headers }: IncomingMessage): boolean {
	const named = headers.host ?? '';
	return named === ownHost || local.test(named) || (demo && host !== '127.0.0.1');
}

/** Writes down where a request comes from, whatever it claims: only our own proxy is believed. */
function sealOrigin(request: IncomingMessage): void {
	const { headers, socket } = request;
	const address = plain(socket.remoteAddress ?? '');
	const forwarded = proxies.has(address) ? headers['x-real-ip'] : undefined;
	headers['x-techfin-address'] = typeof forwarded === 'string' ? forwarded : address;
	headers['x-forwarded-proto'] =
		origin && headers.host === ownHost ? new URL(origin).protocol.slice(0, -1) : 'http';
}

const admission = new Admission();
let stopping = false;
const server = createServer((request, response) => {
	count(request, response);
	for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
	// Who is connected already would otherwise keep asking, and the server from ending.
	if (stopping) response.setHeader('connection', 'close');
	if (!isOurs(request)) {
		response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' }).end('不是本系统的网址\n');
		return;
	}
	sealOrigin(request);
	admission.admit(request, response, () =>
		handler(request, response, () => {
			response.statusCode = 404;
			response.end();
		})
	);
});
admission.watch(server);
server.requestTimeout = 15 * 60_000;
server.headersTimeout = 20_000;
server.keepAliveTimeout = 65_000;

server.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EADDRINUSE')
		console.error(`端口 ${port} 已被占用。请关闭占用它的程序，或换一个端口：PORT=3001 npm start`);
	else console.error(error);
	process.exit(1);
});
// As many may knock at once as the system holds: whoever finds no room there waits seconds without an answer.
server.listen({ port, host, backlog: 4096 }, () => {
	if (fault) {
		console.error(`\n启动检查没有通过，只提供维护页面：${fault.what}。\n${fault.remedy}\n数据目录：${data}`);
		return;
	}
	console.log(`\n科创金融监测平台已启动：${origin ?? `http://localhost:${port}`}`);
	if (host === '0.0.0.0')
		for (const address of Object.values(networkInterfaces()).flat())
			if (address?.family === 'IPv4' && !address.internal)
				console.log(`  局域网：http://${address.address}:${port}`);
	if (!demo && !origin) console.log('未设 ORIGIN，仅供本机试用；正式运行请见 README.zh-CN.md。');
	greet();
	console.log('按 Ctrl-C 停止。');
});

/** Tells who may come in: the accounts of the demonstration, or the links by which the first administrators do. */
function greet(): void {
	const ledger = openLedger(data);
	if (demo) {
		console.log('演示账号（仅演示数据中存在）：');
		for (const { username, password, description } of offeredAccounts(ledger))
			console.log(`  ${username.padEnd(16)}${password}　${description}`);
	} else {
		const links = firstLinks(ledger);
		if (links.length)
			console.log('还没有以下管理员，请由不同的人分别打开一次性链接建立（重启后旧链接失效）：');
		for (const { label, token } of links) console.log(`  ${label}　${linkAddress(token)}`);
	}
	ledger.close();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => {
		stopping = true;
		process.emit('techfin:stopping' as never, signal as never);
		server.close(() => process.emit('sveltekit:shutdown' as never, signal as never));
		setTimeout(() => server.closeAllConnections(), 25_000).unref();
		setTimeout(() => process.exit(0), 30_000).unref();
	});

// What nobody caught may have left anything behind: the process ends, and the next one takes up what was begun.
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
	process.on(event, (cause: unknown) => {
		log('error', event, { fault: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
		process.exit(1);
	});
