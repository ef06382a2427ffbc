import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	closeSync,
	constants,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
	writeSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { datasets } from '#datasets/index.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { initialise } from '#lib/server/demo/initialise.ts';
import { makeBackup, type Made } from '#lib/server/keep/backup.ts';
import { backupKey } from '#lib/server/keep/cipher.ts';
import { alone, copyDatabase, onCopy } from '#lib/server/keep/copy.ts';
import { derivedDigests, digestOfAll, factDigests } from '#lib/server/keep/digests.ts';
import { rebuildFromFiles, recomputed } from '#lib/server/keep/rebuild-raw.ts';
import { restore } from '#lib/server/keep/restore.ts';
import { backupsOf } from '#lib/server/keep/shelf.ts';
import { lookOver } from '#lib/server/keep/start-check.ts';
import { verifyBackup, type Verdict } from '#lib/server/keep/verify.ts';
import { rowCounts } from '#lib/server/ledger/migrate.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { verifyTrail } from '#lib/server/ledger/trail-verify.ts';
import { bringUpToDate } from '#lib/server/warehouse/stale.ts';
import { upgrade } from './upgrade.ts';

// Backup, damage, restoration and rebuilding tried on a ledger of real size, each step timed. The ledger given is only read.
process.umask(0o077);
for (const name of ['TECHFIN_BACKUPS', 'TECHFIN_BACKUP_KEY', 'TECHFIN_ANCHORS', 'TECHFIN_KEY'])
	delete process.env[name];
const json = process.argv.includes('--json');
const folder = mkdtempSync(path.join(process.env.TECHFIN_DRILL ?? tmpdir(), 'techfin-drill-'));
const dir = path.join(folder, 'ledger');
const shelf = backupsOf(dir);
const keyFile = path.join(folder, 'key');
let hour = 0;
const now = (): Date => new Date(Date.now() + hour * 3_600_000);

interface Step {
	readonly step: string;
	readonly seconds: number;
	readonly came: string;
}
const steps: Step[] = [];
const faults: string[] = [];

async function timed<T>(step: string, work: () => Promise<T> | T, says: (done: T) => string): Promise<T> {
	const started = performance.now();
	const done = await work();
	const one = { step, seconds: (performance.now() - started) / 1000, came: says(done) };
	steps.push(one);
	process.stderr.write(`${one.seconds.toFixed(1).padStart(7)} s  ${step}：${one.came}\n`);
	return done;
}
/** What must hold, or the drill has failed. */
function must(holds: boolean, what: string): string {
	if (!holds) faults.push(what);
	return holds ? what : `没有做到：${what}`;
}

/** The ledger to practise on: the one named, the demonstration that is there, or a small one made now. */
async function source(): Promise<string> {
	const named = process.argv.slice(2).find((argument) => !argument.startsWith('-'));
	const found = [named, process.env.TECHFIN_DATA, 'data/demo'].find(
		(one) => one !== undefined && existsSync(path.join(one, 'ledger.db'))
	);
	if (found) return path.resolve(found);
	if (named) throw new Error(`no ledger: ${named}`);
	const made = path.join(folder, 'demo');
	await timed(
		'生成小演示账本',
		() => initialise(made, { demo: true, small: true, log: () => {} }),
		() => '没有现成的账本'
	);
	return made;
}

function reading<T>(at: string, read: (ledger: Ledger) => T): T {
	const ledger = openLedger(at, { now });
	try {
		return read(ledger);
	} finally {
		ledger.close();
	}
}
const state = (at: string) =>
	reading(at, ({ db }) => ({ ...rowCounts(db), audit: 0, session: 0, migration: 0, setting: 0 }));
const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MB`;

const backup = (step: string): Promise<Made> => {
	hour += 1;
	return timed(
		step,
		() => makeBackup(dir, 'asked', now),
		({ manifest, added }) =>
			`${megabytes(manifest.database.plain.size)} → ${megabytes(manifest.database.kept.size)}，新增原始文件 ${added} 个，${must(!manifest.faults.length, '核验通过')}`
	);
};
const verified = (name: string): Promise<Verdict> =>
	alone(dir, (bench) => verifyBackup(shelf, name, backupKey(), bench));

function flip(file: string, at: number): () => void {
	chmodSync(file, 0o600);
	const turn = (): void => {
		const handle = openSync(file, 'r+');
		const byte = Buffer.alloc(1);
		readSync(handle, byte, 0, 1, at);
		writeSync(handle, Buffer.from([byte[0]! ^ 1]), 0, 1, at);
		closeSync(handle);
	};
	turn();
	return turn;
}
function cutOff(file: string): () => void {
	chmodSync(file, 0o600);
	const { size } = statSync(file);
	const handle = openSync(file, 'r+');
	const tail = Buffer.alloc(1);
	readSync(handle, tail, 0, 1, size - 1);
	closeSync(handle);
	truncateSync(file, size - 1);
	return () => writeFileSync(file, tail, { flag: 'a' });
}

async function damaged({ manifest }: Made, word: string): Promise<void> {
	const { name, database, encryption } = manifest;
	const first = readdirSync(path.join(shelf, 'files'))[0]!;
	const piece = readdirSync(path.join(shelf, 'files', first)).find((one) =>
		encryption ? one.endsWith(encryption.key) : /^[0-9a-f]{64}$/.test(one)
	)!;
	const file = path.join(shelf, name, database.file);
	for (const [what, spoil] of [
		['数据库中间改一个字节', () => flip(file, Math.floor(statSync(file).size / 2))],
		['数据库末尾截去一个字节', () => cutOff(file)],
		['清单改一个字节', () => flip(path.join(shelf, name, 'manifest.json'), 100)],
		['一个原始文件改一个字节', () => flip(path.join(shelf, 'files', first, piece), 60)]
	] as const) {
		const undo = spoil();
		await timed(
			`${word}：${what}`,
			() => verified(name),
			(verdict) => `${must(verdict.faults.length > 0, '发现')}：${(verdict.faults[0] ?? '').slice(0, 60)}`
		);
		undo();
	}
}

const restored = (step: string, word: string, to: string, as: object): Promise<unknown> =>
	timed(
		step,
		() => restore(word, { shelf, to, now }),
		({ files, later }) =>
			`原始文件 ${files} 个${later ? `，其后收到的 ${later} 个另存` : ''}，${must(
				same(state(to), as) && reading(to, verifyTrail).broken === null && lookOver(to).fault === null,
				'与备份时逐表相同，审计链完整'
			)}`
	);

/** Throws everything derived away and rebuilds it; answers whether it is as it was. */
async function rebuilt(at: string): Promise<{ files: number; equal: boolean }> {
	const ledger = openLedger(at, { now });
	try {
		const { db } = ledger;
		bringUpToDate(ledger);
		const whole = () =>
			[...datasets.values()]
				.map((form) => digestOfAll(factDigests(db, form)))
				.concat([...derivedDigests(db).values()].map(digestOfAll));
		const before = whole();
		for (const form of datasets.values()) db.exec(`delete from ${factTableName(form)}`);
		db.exec('delete from cell; delete from cell_state; delete from roster_on');
		const { files, lost } = await rebuildFromFiles(ledger);
		return { files, equal: !lost.length && same(whole(), before) };
	} finally {
		ledger.close();
	}
}

try {
	const from = await source();
	mkdirSync(dir);
	await timed(
		'复制账本',
		async () => {
			await copyDatabase(from, path.join(dir, 'ledger.db'));
			for (const part of ['files', 'trail'])
				if (existsSync(path.join(from, part)))
					cpSync(path.join(from, part), path.join(dir, part), {
						recursive: true,
						mode: constants.COPYFILE_FICLONE
					});
			openLedger(dir, { backedUp: true }).close();
		},
		() => megabytes(statSync(path.join(dir, 'ledger.db')).size)
	);
	const older = await backup('备份（首次，含全部原始文件）');
	await timed(
		'核验备份',
		() => verified(older.manifest.name),
		({ faults: found }) => must(!found.length, '通过')
	);
	const then = state(dir);
	reading(dir, (ledger) => {
		ledger.db.exec(`insert into parameter values ('drill', '', '2026-01-01', null, '1')`);
		record(ledger, consoleAsker, 'parameter.set', 'parameter:drill');
	});
	await backup('备份（再次）');
	await damaged(older, '明文备份');
	writeFileSync(keyFile, randomBytes(48).toString('base64'), { mode: 0o600 });
	process.env.TECHFIN_BACKUP_KEY = keyFile;
	const locked = await backup('加密备份（首次，含全部原始文件）');
	await timed(
		'核验加密备份',
		() => verified(locked.manifest.name),
		({ faults: found }) => must(!found.length, '通过')
	);
	await damaged(locked, '加密备份');
	const lately = state(dir);
	await restored('恢复最新一份（加密）', 'latest', dir, lately);
	await restored('恢复较早一份', older.manifest.name, dir, then);
	await restored('仅凭备份目录恢复到空目录', locked.manifest.name, path.join(folder, 'new'), lately);
	await timed(
		'升级到下一版本，其间强行中断',
		() => upgrade(path.join(folder, 'new'), path.join(folder, 'upgrade')),
		({ seconds, kills, wrong }) =>
			`重建最大的表 ${seconds.toFixed(1)} 秒，中断 ${kills} 次，${must(!wrong.length, wrong.length ? wrong.join('、') : '每次都能接着完成，行数不变，旧版本拒绝打开')}`
	);
	await timed(
		'由明细重算汇总并比对',
		() => onCopy(dir, recomputed),
		(tables) =>
			must(
				tables.every(({ differs }) => !differs.length),
				'逐位一致'
			)
	);
	await timed(
		'删去全部明细和汇总，由原始文件重建',
		() => rebuilt(dir),
		({ files, equal }) => `重读 ${files} 个文件，${must(equal, '摘要逐表相同')}`
	);
} finally {
	rmSync(folder, { recursive: true, force: true });
}

if (json) console.log(JSON.stringify({ steps, faults }));
else {
	const width = Math.max(...steps.map(({ step }) => step.length));
	for (const { step, seconds, came } of steps)
		console.log(`${step.padEnd(width, '　')}　${seconds.toFixed(1).padStart(6)} 秒　${came}`);
	console.log(faults.length ? `演练未通过：${faults.join('；')}` : '演练通过');
}
process.exitCode = faults.length ? 1 : 0;
