import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { checkCounts, findingsOf } from '#lib/server/intake/findings.ts';
import { markedCopy } from '#lib/server/intake/marked-copy.ts';
import { originalFile, submissionOf, submissionsOf } from '#lib/server/intake/submit-view.ts';
import { checkInChild, receive, submitFile } from '#lib/server/intake/submit.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import { findingsCsv } from '#lib/server/pages/findings-csv.ts';
import { submissionView } from '#lib/server/pages/submission.ts';
import { holds } from '../fixtures/invariants.ts';
import { times } from '../fixtures/scale.ts';
import { work } from '../fixtures/work.ts';
import { csv, exampleRow, office, usccOf, type Office } from '../integration/filer.ts';

// Protects the store and the ledger from uploads that break off, come under strange names, or are wrong a million times.
let at: Office;
beforeEach(() => {
	at = office();
});
afterEach(() => {
	delete process.env.TECHFIN_UPLOAD_LIMIT;
	at.close();
});

const target = { dataset: corpLoanStock.id, institution: 'BKA', period: '2026-09', check: 'mine' } as const;
const loan = (more: Record<string, unknown> = {}) => ({
	...exampleRow(corpLoanStock),
	institutionCode: usccOf(1),
	borrower: usccOf(11),
	...more
});
const sound = csv(corpLoanStock, [loan()]);
const left = () => ({
	submissions: at.ledger.db.prepare('select count(*) from submission').pluck().get(),
	temporary: readdirSync(join(at.ledger.dir, 'tmp')),
	files: readdirSync(join(at.ledger.dir, 'files'))
});
const nothing = { submissions: 0, temporary: [], files: [] };

describe('A22: an upload that breaks off', () => {
	it('leaves nothing: no row, no receipt, no temporary file', async () => {
		for (const pieces of [0, 1, 30]) {
			async function* broken(): AsyncGenerator<Uint8Array> {
				for (let i = 0; i < pieces; i++) yield sound;
				throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
			}
			await expect(
				receive(at.ledger, at.maker, { ...target, fileName: 'a.csv', source: broken() })
			).rejects.toThrow('aborted');
			expect(left()).toEqual(nothing);
		}
		holds(at.ledger);
	});
	it('slowly, byte by byte, and is then cut: likewise', async () => {
		const slow = new PassThrough();
		const received = receive(at.ledger, at.maker, { ...target, fileName: 'a.csv', source: slow });
		for (const byte of sound.subarray(0, 20)) {
			slow.write(Buffer.from([byte]));
			await new Promise((next) => setTimeout(next, 2));
		}
		slow.destroy(new Error('socket hang up'));
		await expect(received).rejects.toThrow('socket hang up');
		expect(left()).toEqual(nothing);
		holds(at.ledger);
	});
	it('and the next one is taken as if nothing had been', async () => {
		await expect(
			receive(at.ledger, at.maker, {
				...target,
				fileName: 'a.csv',
				source: Readable.from(
					(async function* () {
						yield sound;
						throw new Error('cut');
					})()
				)
			})
		).rejects.toThrow('cut');
		const { receipt, number } = await receive(at.ledger, at.maker, {
			...target,
			fileName: 'a.csv',
			source: sound
		});
		expect([receipt, number]).toEqual(['2026-09-BKA-0001', 1]);
		holds(at.ledger, { receipts: [receipt], busy: true });
	});
});

describe('A23: a body that is too long', () => {
	it('is cut at the limit whatever its headers said, by our own count', async () => {
		process.env.TECHFIN_UPLOAD_LIMIT = String(1 << 20);
		let given = 0;
		async function* endless(): AsyncGenerator<Uint8Array> {
			for (;;) {
				given += 1 << 16;
				yield Buffer.alloc(1 << 16, 'a');
			}
		}
		await expect(
			receive(at.ledger, at.maker, { ...target, fileName: 'a.csv', source: endless() })
		).rejects.toMatchObject({ status: 413, message: '文件超过 1 MB，请拆分后报送' });
		expect(given).toBeLessThanOrEqual((1 << 20) + (1 << 16));
		expect(left()).toEqual(nothing);
	});
	it('or empty is refused', async () => {
		await expect(
			receive(at.ledger, at.maker, { ...target, fileName: 'a.csv', source: Buffer.alloc(0) })
		).rejects.toMatchObject({ status: 400, message: '文件是空的' });
		expect(left()).toEqual(nothing);
	});
});

describe('A24: the name of a file', () => {
	it.each([
		['../../etc/passwd', 'passwd'],
		['..\\..\\windows\\system32\\config.csv', 'config.csv'],
		['C:\\Users\\张三\\桌面\\报表.xlsx', '报表.xlsx'],
		['a\n../../b\r\nc.csv', 'bc.csv'],
		['/', '未命名'],
		['', '未命名'],
		['CON', 'CON'],
		['NUL.csv', 'NUL.csv'],
		['<img src=x onerror=alert(1)>.csv', '<img src=x onerror=alert(1)>.csv'],
		['=cmd|calc.csv', '=cmd|calc.csv'],
		['\u202egpj.exe', 'gpj.exe'],
		['报表\u0000.csv', '报表.csv'],
		[`${'长'.repeat(300)}.csv`, `${'长'.repeat(196)}.csv`],
		[`a${'😀'.repeat(250)}.csv`, `${'😀'.repeat(196)}.csv`],
		['cafe\u0301.csv', 'café.csv'],
		['\ud800.csv', '.csv'],
		['报表.constructor', '报表.constructor']
	])('%j is a word about the file and no place', async (fileName, kept) => {
		const { submission, sha256, receipt } = await receive(at.ledger, at.maker, {
			...target,
			fileName,
			source: sound
		});
		expect(submissionOf(at.ledger, at.maker, submission).fileName).toBe(kept);
		const path = filePath(at.ledger, sha256);
		expect(path).toMatch(new RegExp(`/files/${sha256.slice(0, 2)}/${sha256}$`));
		expect(existsSync(path)).toBe(true);
		expect(left()).toMatchObject({ temporary: [], files: [sha256.slice(0, 2)] });
		expect(originalFile(at.ledger, at.maker, submission).content.equals(sound)).toBe(true);
		holds(at.ledger, { receipts: [receipt], busy: true });
	});
});

describe('A25: the answer to a file with a million errors', () => {
	const rows = times(4_500, 45_000);
	it(
		'is bounded in the ledger, in the list and in the marked copy, says how many in all, and is for the filer alone',
		{ timeout: 300_000 },
		async () => {
			const labels = Object.values(corpLoanStock.columns).map(({ label }) => label);
			const bad = `${labels.map((_, i) => (i === 3 ? 'A01' : i === 4 ? '91110108MA0000015X' : 'x')).join(',')}\n`;
			const content = Buffer.from(`${labels.join(',')}\n${bad.repeat(rows)}`);
			const { submission, receipt } = await receive(at.ledger, at.maker, {
				...target,
				fileName: 'a.csv',
				source: content
			});
			const size = () => Number(at.ledger.db.pragma('page_count', { simple: true })) * 4096;
			const before = size();
			await checkInChild(at.ledger, submission);
			const kept = submissionOf(at.ledger, at.maker, submission);
			expect([kept.state, kept.rows, kept.failure]).toEqual(['refused', rows, null]);
			// Twenty-eight cells of each row, or so, mean nothing.
			expect(kept.blocking).toBeGreaterThan(rows * 25);
			expect(size() - before).toBeLessThan(64 << 20);
			const counts = checkCounts(at.ledger, at.maker, submission);
			expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(kept.blocking);

			const begun = process.cpuUsage();
			const list = findingsCsv(at.ledger, at.maker, submission).content;
			expect(Buffer.byteLength(list)).toBeLessThan(10 << 20);
			expect(list.split('\r\n').length).toBeGreaterThan(1000);
			for (const { check, count } of counts) expect(list).toContain(`,${check},错误,${count} 处,`);
			const marked = await markedCopy(at.ledger, at.maker, submission);
			expect(marked.content.length).toBeLessThan(10 << 20);
			expect(work(begun)).toBeLessThan(30);

			const masked = findingsCsv(at.ledger, at.analyst, submission).content;
			expect(masked).not.toContain('91110108MA0000015X');
			expect(list).toContain('91110108MA0000015X');
			const strangers: readonly Asker[] = [
				at.stranger,
				{ ...at.analyst, role: 'leader' },
				{ ...at.analyst, role: 'system' }
			];
			for (const asker of strangers) {
				expect(() => findingsCsv(at.ledger, asker, submission)).toThrow('没有找到');
				await expect(markedCopy(at.ledger, asker, submission)).rejects.toThrow('没有找到');
			}
			await expect(markedCopy(at.ledger, at.analyst, submission)).rejects.toThrow('企业明细');
			holds(at.ledger, { receipts: [receipt] });
		}
	);
	it('says beside it that nothing was lost, and what is still in force', async () => {
		const given = { ...target, fileName: 'a.csv' };
		const first = await submitFile(at.ledger, at.maker, {
			...given,
			content: sound,
			accept: true,
			signer: at.checker,
			explain: '已逐笔核对合同，情况属实'
		});
		const second = await submitFile(at.ledger, at.maker, {
			...given,
			content: csv(corpLoanStock, [loan({ balance: 'x' })])
		});
		const shown = submissionView(at.ledger, at.maker, submissionOf(at.ledger, at.maker, second.submission));
		expect([first.state, shown.state, shown.safety]).toEqual([
			'accepted',
			'refused',
			'原有数据未受影响，第1次报送仍有效'
		]);
		for (const { where, message, remedy } of findingsOf(at.ledger, at.maker, second.submission).findings)
			expect([where, message, remedy].every(Boolean)).toBe(true);
		expect(
			submissionsOf(at.ledger, at.maker, submissionOf(at.ledger, at.maker, first.submission).filing).map(
				({ inForce }) => inForce
			)
		).toEqual([false, true]);
		holds(at.ledger, { receipts: [first.receipt, second.receipt], accepted: [first.receipt] });
	});
});
