import { createServer, type Server } from 'node:http';
import { request } from 'node:http';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { roleLabels, type Role } from '#lib/server/access/asker.ts';
import { isOperator } from '#lib/server/access/operator.ts';
import { isOperated, verdict } from '#lib/server/access/policy.ts';
import { enqueue } from '#lib/server/jobs/queue.ts';
import { makeBackup } from '#lib/server/keep/backup.ts';
import { closeReaders } from '#lib/server/readers/index.ts';
import { metrics } from '#lib/server/watch/metrics.ts';
import { count, kindOf, traffic } from '#lib/server/watch/traffic.ts';
import { office, type Office } from './filer.ts';

let at: Office & { clock: { now: string } };
beforeEach(() => {
	at = office({ now: '2026-10-12T01:00:00.000Z' });
});
afterEach(() => {
	delete process.env.TECHFIN_METRICS_KEY;
	closeReaders(at.ledger);
	at.close();
});

/** The values by name and labels, as a reader of the format takes them; throws where a line is not in it. */
function read(text: string): Map<string, number> {
	const values = new Map<string, number>();
	const types = new Map<string, string>();
	for (const line of text.trimEnd().split('\n')) {
		const type = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line);
		if (type) types.set(type[1]!, type[2]!);
		if (line.startsWith('#')) continue;
		const sample =
			/^([a-z_]+)(\{[a-z_]+="[^"\\]*"(?:,[a-z_]+="[^"\\]*")*\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(line);
		if (!sample) throw new Error(`not in the format: ${line}`);
		const name = sample[1]!;
		const family = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '');
		if (!types.has(family)) throw new Error(`no type: ${name}`);
		values.set(name + (sample[2] ?? ''), Number(sample[3]));
	}
	return values;
}
const now = () => read(metrics(() => at.ledger));

describe('E11: what can be watched from outside', () => {
	it('says what waits, how large the log is, how old the newest good backup is', async () => {
		expect(now().get('techfin_jobs{state="queued"}')).toBe(0);
		expect([...now().keys()].filter((name) => name.includes('backup'))).toEqual([]);
		enqueue(at.ledger, 'check', { submission: 1 });
		enqueue(at.ledger, 'check', { submission: 2 });
		await makeBackup(at.ledger.dir, 'asked', at.ledger.now);
		at.clock.now = '2026-10-12T03:30:00.000Z';
		at.ledger.db
			.prepare(
				`insert into session (hash, user, createdAt, seenAt, address) values
				('a', ?, '2026-10-12', '2026-10-12T03:29:00.000Z', null), ('b', ?, '2026-10-12', '2026-10-12T02:00:00.000Z', null)`
			)
			.run(at.maker.user, at.maker.user);
		const seen = now();
		expect(seen.get('techfin_jobs{state="queued"}')).toBe(2);
		expect(seen.get('techfin_backup_age_seconds')).toBe(9000);
		expect(seen.get('techfin_sessions')).toBe(1);
		expect(seen.get('techfin_ledger_bytes{file="wal"}')).toBe(
			statSync(join(at.ledger.dir, 'ledger.db-wal')).size
		);
		expect(seen.get('techfin_resident_bytes{process="server"}')).toBeGreaterThan(50e6);
		for (const name of ['techfin_disk_free_bytes', 'techfin_uptime_seconds', 'techfin_requests_open'])
			expect(seen.has(name), name).toBe(true);
	});

	it('goes on when the ledger does not answer, and says so', () => {
		const seen = read(
			metrics(() => {
				throw new Error('locked');
			})
		);
		expect(seen.get('techfin_ledger_up')).toBe(0);
		expect(seen.has('techfin_resident_bytes{process="server"}')).toBe(true);
		expect(now().get('techfin_ledger_up')).toBe(1);
	});

	it('names nobody and nothing that was filed', () => {
		const text = metrics(() => at.ledger);
		expect(text).not.toMatch(/BKA|BKB|maker|checker|analyst|甲|乙|corp-loan/);
		expect(text).toMatch(/^[\x20-\x7e\n]+$/);
	});
});

describe('E11: who may watch', () => {
	const asks = (headers: Record<string, string> = {}) => new Request('http://a.invalid/metrics', { headers });

	it('whoever is on the machine itself, past no proxy', () => {
		expect(isOperator(asks(), '127.0.0.1')).toBe(true);
		expect(isOperator(asks(), '::1')).toBe(true);
		expect(isOperator(asks(), '10.0.0.7')).toBe(false);
		expect(isOperator(asks(), '')).toBe(false);
		for (const name of ['x-real-ip', 'x-forwarded-for', 'forwarded', 'via'])
			expect(isOperator(asks({ [name]: '127.0.0.1' }), '127.0.0.1'), name).toBe(false);
	});

	it('or whoever holds the key', () => {
		const key = 'Zm9yIHRoZSBvcGVyYXRvciBvbmx5IDEyMzQ1Njc4OTA';
		const bearer = (text: string) => asks({ authorization: `Bearer ${text}` });
		expect(isOperator(bearer(key), '10.0.0.7')).toBe(false);
		const file = join(at.ledger.dir, 'metrics-key');
		writeFileSync(file, `${key}\n`);
		chmodSync(file, 0o600);
		process.env.TECHFIN_METRICS_KEY = file;
		expect(isOperator(bearer(key), '10.0.0.7')).toBe(true);
		expect(isOperator(bearer(`${key}x`), '127.0.0.1')).toBe(false);
		expect(isOperator(bearer(''), '10.0.0.7')).toBe(false);
	});

	it('nobody by a role', () => {
		expect(isOperated('/metrics')).toBe(true);
		expect(isOperated('/healthz')).toBe(false);
		expect(verdict('/metrics', null)).toBe('nothing');
		for (const role of Object.keys(roleLabels) as Role[])
			expect(verdict('/metrics', { ...at.analyst, role }), role).toBe('nothing');
	});
});

describe('E11: requests are counted', () => {
	let server: Server;
	beforeEach(async () => {
		server = createServer((asked, answered) => {
			count(asked, answered);
			if (asked.url === '/hang') return;
			answered.writeHead(Number(asked.url!.slice(1)) || 201).end('x');
		});
		await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	});
	afterEach(() => {
		server.closeAllConnections();
		server.close();
	});
	const ask = (path: string, method = 'GET'): Promise<number> =>
		new Promise((settled) => {
			const { port } = server.address() as { port: number };
			const sent = request({ host: '127.0.0.1', port, path, method }, (answered) => {
				answered.resume().once('end', () => settled(answered.statusCode!));
			});
			sent.once('error', () => settled(0));
			if (path === '/hang') setTimeout(() => sent.destroy(), 50);
			sent.end();
		});

	it('by class of status, by what became of a file, and by time', async () => {
		const before = structuredClone({ classes: traffic.classes, uploads: traffic.uploads });
		const pages = traffic.durations.get('page')?.count ?? 0;
		await Promise.all([ask('/200'), ask('/200'), ask('/404'), ask('/503'), ask('/hang')]);
		await Promise.all([ask('/201', 'PUT'), ask('/422', 'PUT'), ask('/503', 'PUT'), ask('/hang', 'PUT')]);
		await expect.poll(() => traffic.open).toBe(0);
		const more = (key: string) => (traffic.classes.get(key) ?? 0) - (before.classes.get(key) ?? 0);
		expect(['2xx', '4xx', '5xx', 'cut'].map(more)).toEqual([3, 2, 2, 2]);
		const uploads = ['received', 'refused', 'busy', 'cut', 'failed'] as const;
		expect(uploads.map((key) => (traffic.uploads.get(key) ?? 0) - (before.uploads.get(key) ?? 0))).toEqual([
			1, 1, 1, 1, 0
		]);
		const { within, count: all } = traffic.durations.get('page')!;
		expect(all - pages).toBe(5);
		expect([...within].sort((a, b) => a - b)).toEqual([...within]);
		expect(within.at(-1)).toBe(all);
	});

	it.each([
		['GET', '/', 'page'],
		['GET', '/loans/__data.json?x-sveltekit-invalidated=01', 'data'],
		['GET', '/reports/quarterly-monitor/2026Q3.xlsx', 'file'],
		['GET', '/submissions/12/marked', 'file'],
		['PUT', '/filings/corp-loan-stock/BKA/2026-09/upload?mode=complete', 'upload'],
		['GET', '/_app/immutable/a.js', 'asset'],
		['GET', '/healthz?x', 'health'],
		['POST', '/healthz/x', 'page']
	])('%s %s is a %s', (method, url, kind) => expect(kindOf(method, url)).toBe(kind));
});
