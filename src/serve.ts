import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { createUser, users } from '#lib/server/access/accounts.ts';
import { shortestPassword } from '#lib/server/access/password.ts';
import { openLedger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { offeredAccounts } from '#lib/server/pages/demo-accounts.ts';

const demo = process.argv[2] !== 'serve';
process.env.TZ ??= 'Asia/Shanghai';
process.env.TECHFIN_DATA ??= path.resolve(demo ? 'data/demo' : 'data/ledger');
process.env.BODY_SIZE_LIMIT ??= '60M';
process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
const data = process.env.TECHFIN_DATA;
const port = Number(process.env.PORT ?? 3000);
const host = process.env.HOST ?? (demo ? '127.0.0.1' : '0.0.0.0');

if (demo && !existsSync(path.join(data, 'ready'))) {
	const { initialise } = await import('#lib/server/demo/initialise.ts');
	await initialise(data, {
		demo: true,
		small: process.env.TECHFIN_DEMO === 'small',
		log: (line) => console.log(line)
	});
}
if (!demo) await firstAdministrator();

/** A real installation starts empty; its first administrator is made at the console, never by a default password. */
async function firstAdministrator(): Promise<void> {
	const { initialise } = await import('#lib/server/demo/initialise.ts');
	await initialise(data, { demo: false, log: (line) => console.log(line) });
	const ledger = openLedger(data);
	try {
		if (users(ledger, consoleAsker).some((user) => user.role === 'administrator')) return;
		if (!process.stdin.isTTY) {
			console.error(
				'账本中还没有管理员。请先在控制台建立第一位管理员：\n' +
					`  npm run -s techfin -- user add --data ${data} --username 用户名 --name 姓名 --role administrator`
			);
			process.exit(2);
		}
		const ask = createInterface({ input: process.stdin, output: process.stdout });
		console.log('账本中还没有管理员，现在建立第一位。');
		for (let made = false; !made;) {
			const username = (await ask.question('用户名：')).trim();
			const name = (await ask.question('姓名：')).trim();
			const password = (
				await ask.question(
					`初始密码（至少 ${shortestPassword} 位，含大小写字母、数字、符号中的三类；首次登录须更换）：`
				)
			).trim();
			try {
				await createUser(ledger, { username, name, role: 'administrator', password, mustChange: true });
				made = true;
			} catch (cause) {
				if (!(cause instanceof Refused)) throw cause;
				console.log(`${cause.message}，请重新填写。`);
			}
		}
		ask.close();
	} finally {
		ledger.close();
	}
}

const { handler } = (await import(path.resolve('build/handler.js'))) as {
	handler: (request: unknown, response: unknown, next: () => void) => void;
};
const behindProxy = process.env.TRUST_PROXY === '1';
const server = createServer((request, response) => {
	// Without a proxy the connection is what it is; a header from outside must not claim otherwise.
	if (!behindProxy || !request.headers['x-forwarded-proto']) request.headers['x-forwarded-proto'] = 'http';
	handler(request, response, () => {
		response.statusCode = 404;
		response.end();
	});
});
server.requestTimeout = 15 * 60_000;
server.headersTimeout = 20_000;
server.keepAliveTimeout = 65_000;

server.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EADDRINUSE')
		console.error(`端口 ${port} 已被占用。请关闭占用它的程序，或换一个端口：PORT=3001 npm start`);
	else console.error(error);
	process.exit(1);
});
server.listen(port, host, async () => {
	console.log(`\n科创金融监测平台已启动：http://localhost:${port}`);
	if (host === '0.0.0.0')
		for (const address of Object.values(networkInterfaces()).flat())
			if (address?.family === 'IPv4' && !address.internal)
				console.log(`  局域网：http://${address.address}:${port}`);
	if (!demo) return;
	const ledger = openLedger(data);
	const accounts = offeredAccounts(ledger);
	ledger.close();
	console.log('演示账号（仅演示数据中存在）：');
	for (const { username, password, description } of accounts)
		console.log(`  ${username.padEnd(16)}${password}　${description}`);
	console.log('按 Ctrl-C 停止。');
});

for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => {
		process.emit('sveltekit:shutdown' as never, signal as never);
		server.close(() => process.exit(0));
		server.closeIdleConnections();
		setTimeout(() => process.exit(0), 30_000).unref();
	});
