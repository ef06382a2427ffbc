/** The load of reliability targets, measured: `npm run load`, `npm run load -- --quick`, `--small`, `--data FOLDER`. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { initialise } from '#lib/server/demo/initialise.ts';
import { signIn } from './ask.ts';
import { browse } from './browsers.ts';
import { burst } from './burst.ts';
import { exports } from './exports.ts';
import { Host, machine, run, temporary } from './host.ts';
import { cannon, crowdPerSecond, overload, questions, slowUploads } from './overload.ts';
import type { Prepared } from './prepare.ts';
import { manual, targetsOf, type Filed, type Phase, type Results } from './results.ts';
import { signing } from './signing.ts';
import { pause } from './times.ts';
import { firstLook, Viewers, type Viewer } from './viewers.ts';

const { values } = parseArgs({
	options: {
		quick: { type: 'boolean', default: false },
		small: { type: 'boolean', default: false },
		keep: { type: 'boolean', default: false },
		data: { type: 'string' },
		port: { type: 'string', default: '3399' }
	}
});
const { quick, small } = values;
const count = small ? 20 : 200;
const perSecond = small ? 6 : 60;
/** Seconds of each phase. */
const lengths = quick
	? { warm: 5, steady: 15, burst: 20, signing: 30, drain: 300, browsers: 0, cannon: 5, overload: 6 }
	: { warm: 15, steady: 60, burst: 90, signing: 120, drain: 420, browsers: 30, cannon: 20, overload: 15 };
const largest = quick || small ? 0 : 500_000;

process.umask(0o077);
const folder = mkdtempSync(path.join(temporary(), 'techfin-load-'));
const begun = performance.now();
const say = (line: string): void =>
	void process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(0).padStart(5)} 秒  ${line}\n`);

/** The demonstration to copy: the one named, the one that is there, or one made for the run. */
async function source(): Promise<string> {
	const found = [values.data, small ? undefined : 'data/demo'].find(
		(one) => one !== undefined && existsSync(path.join(one, 'ready'))
	);
	if (found) return path.resolve(found);
	if (values.data) throw new Error(`no demonstration: ${values.data}`);
	const made = path.join(folder, 'demo');
	say('生成演示账本');
	await initialise(made, { demo: true, small, log: () => {} });
	return made;
}

async function signedIn(host: Host, { people, password }: Prepared): Promise<Viewer[]> {
	const viewers: Viewer[] = [];
	for (const person of people)
		viewers.push({ ...person, cookie: await signIn(host.base, person.username, password) });
	return viewers;
}

/** A phase as it is kept, with what was filed and exported in it. */
const flat = ({ came, ...phase }: Phase & { readonly came: Pick<Filed, 'files' | 'exports'> }): Filed => ({
	...phase,
	...came
});

const dir = path.join(folder, 'ledger');
let host: Host | null = null;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => {
		void (host?.stop() ?? Promise.resolve()).finally(() => {
			rmSync(folder, { recursive: true, force: true });
			process.exit(130);
		});
	});
try {
	const from = await source();
	say('准备账本、账号和报送文件');
	const prepared = JSON.parse(
		await run(1, ['tests/load/prepare.ts', from, dir, path.join(folder, 'out'), String(largest)])
	) as Prepared;
	host = await Host.start(dir, Number(values.port));
	const people = await signedIn(host, prepared);
	const cookies = new Map(people.map(({ username, cookie }) => [username, cookie]));
	const leader = people.find(({ role }) => role === 'leader')!;
	const server = host;
	const files = prepared.files.filter(({ kind }) => kind !== 'largest');

	say('第一次打开每一页');
	const first = await firstLook(server.base, people, prepared.period);
	const viewers = new Viewers(server.base, people, count, perSecond, prepared.period);
	const phase = async <T>(title: string, work: () => Promise<T>): Promise<Phase & { readonly came: T }> => {
		say(title);
		viewers.seen();
		await server.measured();
		const came = await work();
		return { title, seen: viewers.seen(), server: await server.measured(), came };
	};
	await phase('预热', () => pause(lengths.warm * 1000));
	const { came: _steady, ...steady } = await phase('平时', () => pause(lengths.steady * 1000));
	let seconds = 0;
	const burstOf = async (at: number) => {
		const own = files.filter((file) => file.burst === at);
		const receiving = burst(server, own, cookies, lengths.burst, lengths.drain);
		const exporting = exports(server.base, people, lengths.burst, async () =>
			server.markable((await receiving).receipts, own)
		);
		return { files: await receiving, exports: await exporting };
	};
	const deadline = await phase('截止日集中报送、导出', () => burstOf(0));
	const backup = await phase('再一批报送、导出，同时备份', async () => {
		const since = performance.now();
		const [, came] = await Promise.all([
			// Below the pages in priority, as the server's own hourly one is.
			run(0, ['src/cli.ts', 'backup', '--data', dir], { nice: true }).then(
				() => (seconds = Math.round((performance.now() - since) / 1000))
			),
			burstOf(1)
		]);
		return came;
	});
	const again = await phase('又一批报送、导出', () => burstOf(2));
	const { came: signatures, ...signed } = await phase('逐份签署入库', () =>
		signing(server, files, deadline.came.files.receipts, cookies, lengths.signing)
	);
	const browsers = lengths.browsers
		? await phase('真实浏览器', () => browse(server.base, people, 5, lengths.browsers))
		: null;
	const big = largest
		? (
				await phase('五十万行的文件', () =>
					burst(
						server,
						prepared.files.filter(({ kind }) => kind === 'largest'),
						cookies,
						1,
						180
					)
				)
			).came
		: null;
	await viewers.stop();

	say('同刻齐发');
	const salvo = await cannon(server, '/loans', leader.cookie, [
		'-c',
		'200',
		'-R',
		'60',
		'-d',
		String(lengths.cannon)
	]);
	say('超出能力');
	const crowd = await overload(server, people, lengths.overload, crowdPerSecond);
	say('不停地要');
	const flood = await overload(server, people, lengths.overload);
	say('没人问过的问题');
	const fresh = await questions(server, people, prepared.period, quick ? 200 : 500);
	say('一点一点地上传');
	const slow = await slowUploads(server, files, people);
	await server.stop();

	say('核验备份');
	const verified = await run(1, ['src/cli.ts', 'verify-backup', 'latest', '--data', dir]).then(
		() => true,
		() => false
	);
	say('核对不变量');
	const receipts = [deadline, backup, again]
		.flatMap(({ came }) => came.files)
		.concat(big ?? [])
		.flatMap(({ receipts: own }) => own);
	// All months again take longer than the whole quick run.
	const part = quick && !small;
	const invariants = await run(1, [
		'tests/load/invariants-of.ts',
		dir,
		JSON.stringify(receipts),
		part ? 'large' : 'all'
	]).then(
		() => (part ? '成立（未重算 I3）' : '成立'),
		(cause: Error) => `不成立：${cause.message.slice(-300)}`
	);
	const results: Results = {
		on: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
		machine: machine(),
		ledger: small ? '小演示账本' : '完整演示账本（60 个月、25 家银行）',
		quick,
		viewers: count,
		perSecond,
		first,
		steady,
		burst: flat(deadline),
		signing: { ...signed, signatures },
		backup: { ...flat(backup), seconds, verified },
		again: flat(again),
		browsers: browsers && {
			title: browsers.title,
			seen: browsers.seen,
			server: browsers.server,
			browsed: browsers.came
		},
		largest: big,
		cannon: {
			p50: salvo.latency.p50,
			p975: salvo.latency.p97_5,
			p99: salvo.latency.p99,
			failed: salvo.errors + salvo.timeouts
		},
		overload: crowd,
		flood,
		questions: fresh,
		slow,
		invariants,
		seconds: Math.round((performance.now() - begun) / 1000)
	};
	results.targets = targetsOf(results);
	say('完成');
	console.log(manual(results));
	if (values.keep || !(quick || small)) {
		writeFileSync(path.join(import.meta.dirname, 'results.json'), `${JSON.stringify(results, null, '\t')}\n`);
		writeFileSync(path.join(import.meta.dirname, 'README.md'), manual(results));
	}
	process.exitCode = results.targets.some(({ met }) => met === false) ? 1 : 0;
} finally {
	await host?.stop().catch(() => undefined);
	rmSync(folder, { recursive: true, force: true });
}
