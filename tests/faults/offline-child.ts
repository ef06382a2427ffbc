import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { codeAt, stepAt } from '#lib/server/access/one-time-code.ts';
import { demand, firstAdministrator, Visitor } from './visitor.ts';

/** Installs and uses the archive on a machine that has no network at all; says `done` if everything worked. */
const [installation, port, trace] = process.argv.slice(2) as [string, string, string | undefined];
demand(
	Object.keys(networkInterfaces()).every((name) => name === 'lo'),
	'no interface but the loopback'
);
const outside = await fetch('http://192.0.2.1/', { signal: AbortSignal.timeout(3000) }).then(
	() => true,
	() => false
);
demand(!outside, 'nothing outside answers');

const folder = mkdtempSync(path.join(tmpdir(), 'techfin-offline-'));
const data = path.join(folder, 'ledger');
const env = { ...process.env, TECHFIN_DATA: data, PORT: port, HOST: '', ORIGIN: '', INIT_CWD: '' };
// As in a real installation, an account that may write nowhere but into the data folder.
const nobody = 65_534;
const root = process.getuid?.() === 0;
if (root) {
	chownSync(folder, nobody, nobody);
	chmodSync(path.dirname(installation), 0o755);
}
const techfin = [
	...(root ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : []),
	path.join(installation, 'techfin')
];
const watched = trace
	? ['strace', '-f', '-qq', '-e', 'trace=connect,sendto', '-o', trace, ...techfin]
	: techfin;
const server = spawn(watched[0]!, [...watched.slice(1), 'serve'], { env, cwd: '/', detached: true });
let said = '';
for (const stream of [server.stdout, server.stderr])
	stream.on('data', (text: Buffer) => (said += text.toString()));

const run = (...args: string[]): string => {
	const done = spawnSync(techfin[0]!, [...techfin.slice(1), ...args], { env, cwd: '/', encoding: 'utf8' });
	demand(done.status === 0, `techfin ${args.join(' ')}: ${done.stdout}${done.stderr}`);
	return done.stdout;
};

try {
	const visitor = new Visitor(`http://localhost:${port}`);
	for (let waited = 0; ; waited += 200) {
		const ready = await visitor.get('/readyz').then(
			({ status }) => status === 200,
			() => false
		);
		if (ready) break;
		demand(waited < 120_000 && server.exitCode === null, `it starts: ${said}`);
		await new Promise((done) => setTimeout(done, 200));
	}
	const link = /系统管理员　http:\/\/[^/]+(\/activate\/\S+)/.exec(said)?.[1];
	demand(link, `a link for the first administrator: ${said}`);
	await firstAdministrator(visitor, link, (secret) => codeAt(secret, stepAt(new Date())));

	const { text: page } = await visitor.get('/admin/accounts');
	const parts = [...page.matchAll(/(?:src|href)="([^"#]+\.(?:js|css|svg|woff2?))"/g)].map(
		(match) => match[1]!
	);
	demand(parts.length > 5, 'the page is made of parts');
	for (const part of parts) {
		const { pathname, origin } = new URL(part, `${visitor.base}/admin/accounts`);
		demand(origin === visitor.base, `of our own: ${part}`);
		demand((await visitor.get(pathname)).status === 200, `there: ${part}`);
	}

	run('backup');
	run('verify-backup', 'latest');
	run('trail', 'verify');
	const examined = JSON.parse(run('doctor', '--json')) as { parts: { lines: { verdict: string }[] }[] };
	demand(
		examined.parts.every(({ lines }) => lines.every(({ verdict }) => verdict !== 'wrong')),
		'the doctor finds nothing wrong'
	);
	process.stdout.write('done\n');
} finally {
	process.kill(-server.pid!, 'SIGTERM');
	await new Promise((done) => server.once('exit', done));
	rmSync(folder, { recursive: true, force: true });
}
