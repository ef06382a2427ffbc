import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromDecimal } from '#core/rational.ts';
import { definitionBreaks } from '#lib/server/ledger/breaks.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { ownLines, parametersOf } from '#lib/server/ledger/parameters.ts';
import { trailOf } from '#lib/server/ledger/trail.ts';

// Protects what the console may change of dated values: entered with a reason, under the console's name, or not at all.
const folder = mkdtempSync(join(tmpdir(), 'techfin-cli-'));
const data = join(folder, 'ledger');
let ledger: Ledger;

function run(...args: string[]): { code: number | null; out: string; err: string } {
	const done = spawnSync(
		process.execPath,
		['--disable-warning=ExperimentalWarning', resolve('src/cli.ts'), ...args],
		{ encoding: 'utf8', env: { ...process.env, TZ: 'Asia/Shanghai', TECHFIN_DATA: data } }
	);
	return { code: done.status, out: done.stdout, err: done.stderr };
}

beforeAll(() => {
	ledger = openLedger(data);
});
afterAll(() => {
	ledger.close();
	rmSync(folder, { recursive: true });
});

/** The newest entry about a target: who, what, and with which words. */
const lastAbout = (target: string) => {
	const [{ user, action, detail }] = trailOf(ledger, target, 1) as [ReturnType<typeof trailOf>[number]];
	return { user, action, ...(JSON.parse(detail) as object) };
};

describe('F8: a parameter entered at the console', () => {
	it('holds from its day, says why, and is in the trail', () => {
		const reason = '市领导小组会议明确的新目标';
		const done = run('parameter', 'set', 'keyAreaShare', '0.55', '--from', '2027-01-01', '--reason', reason);
		expect(done).toMatchObject({ code: 0, err: '', out: expect.stringContaining('自 2027-01-01 起为 0.55') });
		const look = parametersOf(ledger);
		expect(look('keyAreaShare', '2026-12-31')).toEqual(fromDecimal('0.5'));
		expect(look('keyAreaShare', '2027-01-01')).toEqual(fromDecimal('0.55'));
		expect(lastAbout('parameter:keyAreaShare')).toEqual({
			user: null,
			action: 'parameter.set',
			id: 'keyAreaShare',
			from: '2027-01-01',
			value: '0.55',
			reason
		});
		const listed = run('parameter', 'list', '--id', 'keyAreaShare');
		expect(listed.out).toBe(
			`keyAreaShare　央行政策资金投向重点领域占比目标（比例）\n` +
				`    2027-01-01 起　0.55　本地录入：${reason}\n` +
				`    2022-09-22 起　0.5\n`
		);
	}, 30_000);

	it('is refused without a reason, a day, a key, or as what there is not', () => {
		const before = ownLines(ledger);
		const day = ['--from', '2026-10-31', '--reason', '按月录入中间价'];
		for (const [said, ...args] of [
			[/缺少 --reason/, 'keyAreaShare', '0.5', '--from', '2026-10-31'],
			[/缺少 --from/, 'keyAreaShare', '0.5', '--reason', '按月录入'],
			[/至少 4 个字/, 'keyAreaShare', '0.5', '--from', '2026-10-31', '--reason', '改'],
			[/没有参数“nope”，可用：keyAreaShare、/, 'nope', '1', ...day],
			[/须用 --key 指明：.*USD/, 'midRate', '7.1', ...day],
			[/不得大于 1/, 'keyAreaShare', '50', ...day]
		] as [RegExp, ...string[]][])
			expect(run('parameter', 'set', ...args), String(said)).toMatchObject({
				code: 2,
				out: '',
				err: expect.stringMatching(said)
			});
		expect(ownLines(ledger)).toEqual(before);
	}, 60_000);
});

describe('F8: a break of a series entered at the console', () => {
	it('is kept, listed, and in the trail', () => {
		const note = '统计口径调整为含委托贷款';
		expect(run('break', 'add', '--dataset', 'all-loan', '--from', '2026-01', '--note', note)).toMatchObject({
			code: 0,
			err: '',
			out: expect.stringContaining('各项贷款（大集中口径）自 2026-01 起口径变更')
		});
		expect(definitionBreaks(ledger)).toEqual([{ dataset: 'all-loan', from: '2026-01', note }]);
		expect(lastAbout('dataset:all-loan')).toEqual({
			user: null,
			action: 'break.record',
			dataset: 'all-loan',
			from: '2026-01',
			note
		});
		expect(run('break', 'list').out).toBe(`2026-01 起　各项贷款（大集中口径）　${note}\n`);
		for (const [said, ...args] of [
			[/没有报表“x”/, '--dataset', 'x', '--from', '2026-01', '--note', note],
			[/起始月份/, '--dataset', 'all-loan', '--from', '2026Q1', '--note', note],
			[/写明/, '--dataset', 'all-loan', '--from', '2026-01', '--note', '改']
		] as [RegExp, ...string[]][])
			expect(run('break', 'add', ...args)).toMatchObject({ code: 2, err: expect.stringMatching(said) });
		expect(definitionBreaks(ledger)).toHaveLength(1);
	}, 60_000);
});

describe('the command line explains itself', () => {
	it('lists every command with a Chinese sentence, and tells one by itself', () => {
		const { code, out } = run('help');
		expect(code).toBe(0);
		const commands = [...out.matchAll(/^ {2}([a-z][a-z-]*(?: [a-z]+)?).*\n {6}(.+)$/gm)];
		expect(commands.length).toBeGreaterThan(18);
		for (const [, name, about] of commands) expect(about, name).toMatch(/[㐀-鿿]{4}/);
		for (const asking of [
			['restore', '--help'],
			['help', 'restore']
		])
			expect(run(...asking)).toMatchObject({
				code: 0,
				out: expect.stringMatching(/^用法：.*restore FILE\|latest.*\n由备份恢复/)
			});
		expect(run('parameter', 'set', '--help').out).toContain('--reason TEXT');
	}, 60_000);

	it('names what there is instead of an unknown command', () => {
		for (const [said, ...args] of [
			[/没有命令“bakcup”，可用：.*backup、/, 'bakcup'],
			[/没有命令“toString”/, 'toString'],
			[/parameter 须再指明：parameter list、parameter set/, 'parameter'],
			[/没有给出命令/]
		] as [RegExp, ...string[]][])
			expect(run(...args)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(said) });
	}, 60_000);
});
