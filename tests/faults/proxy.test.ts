import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createUser } from '#lib/server/access/accounts.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { codeAt, stepAt } from '#lib/server/access/one-time-code.ts';
import { addInstitution } from '#lib/server/ledger/institutions.ts';
import { openLedger } from '#lib/server/ledger/open.ts';
import { holds } from '../fixtures/invariants.ts';
import { settings } from '#settings';
import { whole } from '../fixtures/scale.ts';
import { usccOf } from '../integration/filer.ts';
import { firstAdministrator, password, Visitor } from './visitor.ts';

// Protects the way in that the manual gives: the shipped nginx.conf before the built server, with a certificate of our own.
const host = 'techfin.example.gov.cn';
const [node, tls, plain, slow, slowTls, slowPlain] = [3403, 3404, 3405, 3406, 3407, 3408];
const shipped = readFileSync('src/setup/nginx.conf', 'utf8');
const limit = 60 * 1024 * 1024;

describe('A23: the shipped nginx.conf', () => {
	it('lets through what the program itself limits, and no header that the program believes', () => {
		const sizes = [...shipped.matchAll(/client_max_body_size (\d+)m/g)].map((match) => Number(match[1]));
		expect(settings.TECHFIN_UPLOAD_LIMIT.otherwise).toContain('60 MB');
		// Forms are up to 2 MB, files up to 60: both a little less than what nginx refuses by itself.
		expect(sizes).toEqual([3, 64]);
		expect(shipped).toMatch(/proxy_set_header X-Real-IP \$remote_addr;/);
	});
});

const missing = ['nginx', 'openssl'].filter((name) => spawnSync('which', [name]).status !== 0);
const reason = !whole
	? 'only in the whole campaign'
	: missing.length
		? `no ${missing.join(', ')} here`
		: existsSync('build/handler.js')
			? ''
			: 'nothing is built';

describe.skipIf(reason)(`behind nginx${reason && ` (skipped: ${reason})`}`, () => {
	let folder: string;
	let data: string;
	let said = '';
	const running: ChildProcess[] = [];
	let server: ChildProcess;
	let late: Server;

	/** The shipped file with other ports and paths, and nothing else changed. */
	function proxied(name: string, ports: { tls: number; plain: number; node: number }): void {
		const own = shipped
			.replaceAll('listen 443 ', `listen 127.0.0.1:${ports.tls} `)
			.replace('listen 80;', `listen 127.0.0.1:${ports.plain};`)
			.replace('127.0.0.1:3000', `127.0.0.1:${ports.node}`)
			.replaceAll('/etc/nginx/techfin', join(folder, 'techfin'));
		const at = join(folder, name);
		mkdirSync(at);
		const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
			.map((kind) => `${kind}_temp_path ${at}/${kind};`)
			.join('\n');
		const user = process.getuid?.() === 0 ? 'user root;\n' : '';
		writeFileSync(
			join(at, 'nginx.conf'),
			`${user}daemon off;\nerror_log ${at}/error.log;\npid ${at}/pid;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${own}\n}\n`
		);
		const ours = ['-e', join(at, 'error.log'), '-p', at, '-c', join(at, 'nginx.conf')];
		execFileSync('nginx', ['-t', ...ours], { stdio: 'pipe' });
		running.push(spawn('nginx', ours, { stdio: 'ignore' }));
	}

	/** Somebody at a browser elsewhere, who comes in through nginx. */
	const through = (port = tls, more: object = {}): Visitor =>
		new Visitor(`https://${host}`, {
			host: '127.0.0.1',
			port,
			ca: readFileSync(join(folder, 'techfin.crt')),
			...more
		});
	/** Somebody on this machine who goes past nginx. */
	const past = (from: string): Visitor =>
		new Visitor(`https://${host}`.replace('https', 'http'), {
			host: '127.0.0.1',
			port: node,
			localAddress: from
		});

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'techfin-proxy-'));
		data = join(folder, 'ledger');
		execFileSync(
			'openssl',
			`req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${host} -addext subjectAltName=DNS:${host} -keyout techfin.key -out techfin.crt`.split(
				' '
			),
			{ cwd: folder, stdio: 'ignore' }
		);
		const ledger = openLedger(data);
		addInstitution(ledger, consoleAsker, {
			id: 'BKA',
			uscc: usccOf(1),
			name: '甲银行北京分行',
			shortName: '甲行',
			kind: 'city',
			from: '2020-01-01'
		});
		await createUser(ledger, {
			username: 'maker',
			name: '经办',
			role: 'institution',
			institution: 'BKA',
			password
		});
		ledger.close();
		server = spawn(
			process.execPath,
			['--disable-warning=ExperimentalWarning', '--disable-proto=delete', 'src/serve.ts', 'serve'],
			{ env: { ...process.env, TECHFIN_DATA: data, PORT: String(node), HOST: '', ORIGIN: `https://${host}` } }
		);
		running.push(server);
		for (const stream of [server.stdout!, server.stderr!])
			stream.on('data', (text: Buffer) => (said += text.toString()));
		// An answer that begins late and then pauses: longer each than nginx waits unless told otherwise.
		late = createServer((_, response) => {
			void after(65_000).then(async () => {
				response.write('first ');
				await after(65_000);
				response.end('last');
			});
		}).listen(slow, '127.0.0.1');
		proxied('program', { tls, plain, node });
		proxied('late', { tls: slowTls, plain: slowPlain, node: slow });
		await vi.waitFor(async () => expect((await through().get('/readyz')).status, said).toBe(200), {
			timeout: 60_000,
			interval: 200
		});
	}, 90_000);
	afterAll(async () => {
		for (const one of running) one.kill();
		late?.close();
		if (server.exitCode === null) await once(server, 'exit');
		const ledger = openLedger(data);
		holds(ledger);
		ledger.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('C9: an administrator signs in under TLS, with cookies bound to it', async () => {
		const visitor = through();
		const link = /系统管理员　https:\/\/[^/]+(\/activate\/\S+)/.exec(said)![1]!;
		await firstAdministrator(visitor, link, (secret) => codeAt(secret, stepAt(new Date())));
		const sessions = visitor.set.filter((line) => /^__Host-session=[^;]/.test(line));
		expect(sessions.length).toBeGreaterThan(0);
		for (const line of sessions)
			for (const flag of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(line).toContain(flag);
		const page = await visitor.get('/admin/accounts');
		expect(page.headers).toMatchObject({
			'strict-transport-security': 'max-age=31536000',
			'cache-control': 'private, no-store',
			'x-frame-options': 'DENY',
			server: 'nginx'
		});
		const moved = await new Visitor(`http://${host}`, { host: '127.0.0.1', port: plain }).get('/loans?x=1');
		expect([moved.status, moved.headers.location]).toEqual([301, `https://${host}/loans?x=1`]);
		await expect(through(tls, { servername: 'evil.example' }).get('/')).rejects.toThrow();
	});

	it('C16: where somebody comes from is what nginx saw, whatever they say', async () => {
		const addresses = (): unknown[] => {
			const ledger = openLedger(data);
			const found = ledger.db
				.prepare('select address from session order by rowid desc limit 1')
				.pluck()
				.all();
			ledger.close();
			return found;
		};
		const claim = { 'x-real-ip': '6.6.6.6', 'x-forwarded-for': '6.6.6.6' };
		const account = { username: 'maker', password };
		expect((await through().post('/login', account, claim)).status).toBe(303);
		expect(addresses()).toEqual(['127.0.0.1']);
		// From an address that is not our proxy's the header counts for nothing.
		const origin = { origin: `https://${host}` };
		expect((await past('127.0.0.3').post('/login', account, { ...claim, ...origin })).status).toBe(303);
		expect(addresses()).toEqual(['127.0.0.3']);
	});

	it('A22, A23: a file goes through as it arrives, up to the limit of the program, which says so itself', async () => {
		const maker = through();
		expect((await maker.post('/login', { username: 'maker', password })).status).toBe(303);
		const path = '/filings/corp-loan-stock/BKA/2026-10/upload';
		const put = (length: number, body: Readable) =>
			maker.ask(
				'PUT',
				path,
				{
					accept: '*/*',
					'content-type': 'application/octet-stream',
					'content-length': length,
					'x-file-name': 'a.csv'
				},
				body
			);
		const piece = Buffer.alloc(1 << 20, 'x');
		const arrived = () =>
			readdirSync(join(data, 'tmp')).reduce((sum, name) => sum + statSync(join(data, 'tmp', name)).size, 0);
		async function* halting(): AsyncGenerator<Buffer> {
			for (let i = 0; i < 60; i += 1) {
				// Half of it is with the program while the other half has not been sent.
				if (i === 30)
					await vi.waitFor(() => expect(arrived()).toBeGreaterThan(25 << 20), { timeout: 10_000 });
				yield piece;
			}
		}
		const taken = await put(limit, Readable.from(halting()));
		expect([taken.status, JSON.parse(taken.text)]).toEqual([
			201,
			expect.objectContaining({ receipt: expect.any(String) })
		]);
		const refused = await put(limit + 1, Readable.from([]));
		expect([refused.status, JSON.parse(refused.text)]).toEqual([
			413,
			expect.objectContaining({ message: expect.stringMatching(/超过.*原有数据未受影响/) })
		]);
		expect((await put(65 << 20, Readable.from([]))).status).toBe(413);
	}, 60_000);

	it('C16: readiness and metrics are for this machine alone', async () => {
		expect((await through().get('/readyz')).status).toBe(200);
		for (const path of ['/readyz', '/metrics'])
			expect((await through(tls, { localAddress: '127.0.0.2' }).get(path)).status, path).toBe(403);
	});

	it('E2: an answer that takes minutes is not cut off', async () => {
		const answer = await through(slowTls).get('/reports/quarterly-monitor/2026Q3.xlsx');
		expect([answer.status, answer.text]).toEqual([200, 'first last']);
	}, 180_000);

	it('E11: while the program is down, people are told so', async () => {
		server.kill();
		await new Promise((done) => server.once('exit', done));
		const answer = await through().get('/');
		expect([answer.status, answer.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
		expect(answer.text).toMatch(/正在重启或维护.*原有数据未受影响/);
	}, 60_000);
});
