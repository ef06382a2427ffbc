import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { templateFor } from '#lib/server/intake/template-for.ts';
import { addInstitution, type NewInstitution } from '#lib/server/ledger/institutions.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import {
	datasetAsked,
	existingFile,
	quarterAsked,
	queryAsked,
	reportAsked,
	type Values
} from '../../src/asked.ts';

// Protects the command line as scripts meet it: stdout holds one JSON value and nothing else, exit 0 done,
// 1 refused with findings, 2 wrong use with a sentence; nothing happens in a folder without a ledger.
const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'techfin-cli-'));
const data = join(folder, 'ledger');

function run(...args: string[]): { code: number | null; out: string; err: string } {
	const done = spawnSync(
		process.execPath,
		['--disable-warning=ExperimentalWarning', join(root, 'src/cli.ts'), ...args],
		{ cwd: root, encoding: 'utf8', env: { ...process.env, TZ: 'Asia/Shanghai', TECHFIN_DATA: data } }
	);
	return { code: done.status, out: done.stdout, err: done.stderr };
}
const json = (out: string): never => JSON.parse(out) as never;

/** Wrong use: exit 2, an error in JSON, the sentence on stderr. */
function refuses(sentence: RegExp, ...args: string[]): void {
	const { code, out, err } = run(...args, '--json');
	expect([code, err]).toEqual([2, expect.stringMatching(sentence)]);
	expect((json(out) as { error: string }).error).toMatch(sentence);
}

/** A question that is refused before it is asked. */
const asked = (sentence: RegExp, indicator: string, values: Values): void =>
	expect(() => queryAsked(ledger, indicator, values)).toThrow(sentence);

const entered: NewInstitution = {
	id: 'b1',
	uscc: '91110102MA0123453G',
	name: '示例银行',
	shortName: '示例',
	kind: 'state',
	from: '2022-10-01'
};
let ledger: Ledger;

beforeAll(() => {
	expect(run('init', '--json')).toMatchObject({ code: 0, err: '' });
	const { id, uscc, name, shortName, kind, from } = entered;
	const add = [
		'--id',
		id,
		'--uscc',
		uscc,
		'--name',
		name,
		'--short',
		shortName,
		'--kind',
		kind,
		'--from',
		from
	];
	expect(run('institution', 'add', ...add, '--json').code).toBe(0);
	ledger = openLedger(data);
}, 60_000);
afterAll(() => {
	ledger?.close();
	rmSync(folder, { recursive: true });
});

describe('wrong use', () => {
	it('without a ledger says how to make one, and makes none', () => {
		const none = join(folder, 'none');
		refuses(/没有账本.*init/, 'observe', 'M04-8', '--period', '2026-09', '--data', none);
		expect(existsSync(none)).toBe(false);
	});

	it('names what is unknown and what there is', () => {
		refuses(/没有指标“nope”.*M04-8/, 'observe', 'nope', '--period', '2026-09');
		asked(/没有维度“bondKind”.*district/, 'M04-8', { period: '2026-09', by: 'bondKind' });
		asked(/科创类别没有“zzz”.*HNTE/, 'M04-8', { period: '2026-09', where: ['label=zzz'] });
		asked(/没有报送机构“b9”.*b1 示例/, 'M04-8', { period: '2026-09', where: ['institution=b9'] });
		expect(() => reportAsked('x')).toThrow(/没有报告.*quarterly-monitor/);
		expect(() => datasetAsked('x')).toThrow(/没有报表.*all-loan/);
	}, 60_000);

	it('says which periods, comparisons and days there may be', () => {
		asked(/没有给出期间/, 'M04-8', {});
		asked(/缺少 --to/, 'M04-8', { from: '2026-01' });
		asked(/晚于/, 'M04-8', { from: '2026-02', to: '2026-01' });
		asked(/同为月份/, 'M04-8', { from: '2026-02', to: '2026Q3' });
		asked(/只能用一种/, 'M04-8', { period: '2026-01', to: '2026-01' });
		asked(/月份或季度/, 'M04-8', { period: '2026' });
		asked(/--as-of/, 'M04-8', { period: '2026-09', 'as-of': '2026-02-30' });
		asked(/yearToDate.*yearOnYear/, 'M04-1', { period: '2026-09', compare: 'yearToDate' });
		expect(() => quarterAsked(reportAsked('quarterly-monitor'), '2026-09')).toThrow(/按季度.*2026Q3/);
	});

	it('of files and filers', () => {
		const to = ['--institution', 'b1', '--period', '2026-09'];
		expect(() => existingFile(join(folder, 'none.xlsx'))).toThrow(/没有这个文件/);
		const some = join(folder, 'a.csv');
		writeFileSync(some, 'x');
		refuses(/不报送/, 'submit', some, '--dataset', 'bond-issue', ...to);
		refuses(/说明至少 10 个字/, 'submit', some, '--dataset', 'all-loan', ...to, '--explain', '短');
		refuses(/不报送/, 'template', 'bond-issue', ...to, '--to', join(folder, 'x.xlsx'));
		expect(existsSync(join(folder, 'x.xlsx'))).toBe(false);
	}, 60_000);

	it('of institutions to be entered', async () => {
		const wrong = (given: Partial<NewInstitution>) => () =>
			addInstitution(ledger, consoleAsker, { ...entered, id: 'b2', ...given });
		expect(wrong({ uscc: '91110102MA0123453H' })).toThrow(/校验位不符/);
		expect(wrong({ kind: 'bank' })).toThrow(/没有机构类型.*jointstock/);
		expect(wrong({ from: '2022-13-01' })).toThrow(/启用日期/);
		expect(wrong({ until: '2022-09-30' })).toThrow(/早于/);
		expect(wrong({ name: ' ' })).toThrow(/机构名称不能为空/);
		expect(wrong({ id: 'b1' })).toThrow(/已被使用/);
		await expect(
			templateFor(ledger, consoleAsker, { dataset: 'all-loan', institution: 'b1', period: '2026Q3' })
		).rejects.toThrow(/不按/);
	});
});

describe('a filing', () => {
	it('is refused with findings on stdout and exit 1', () => {
		writeFileSync(join(folder, 'bad.csv'), '完全不是报表\n1\n');
		const args = [
			'submit',
			join(folder, 'bad.csv'),
			'--dataset',
			'all-loan',
			'--institution',
			'b1',
			'--period',
			'2026-09'
		];
		const { code, out } = run(...args, '--json');
		expect(code).toBe(1);
		expect(json(out)).toMatchObject({ state: 'refused', findings: [{ severity: 'syntax' }] });
	}, 60_000);

	it('waits for its explanation, and the same file again goes on with it under the same receipt', () => {
		const blank = join(folder, 'blank.xlsx');
		const of = ['--institution', 'b1', '--period', '2026-09'];
		expect(run('template', 'loan-tag', ...of, '--to', blank).code).toBe(0);
		expect(readFileSync(blank).subarray(0, 2).toString()).toBe('PK');
		const submit = ['submit', blank, '--dataset', 'loan-tag', ...of, '--json'];
		const first = json(run(...submit).out) as { submission: number; receipt: string; state: string };
		expect(first.state).toBe('explaining');
		expect(run(...submit)).toMatchObject({ code: 1, err: expect.stringContaining('完全相同') });
		const again = run(...submit, '--explain', '本月确无此项业务，已与业务部门核对', '--accept');
		expect(again.code).toBe(0);
		expect(json(again.out)).toMatchObject({ ...first, state: 'accepted', findings: [{ explained: true }] });
	}, 60_000);
});

describe('an observation', () => {
	it('of a time with nothing owed is answered with its coverage and the reason', () => {
		const { code, out } = run('observe', 'M04-8', '--period', '1950-01', '--compare', 'yearOnYear', '--json');
		expect(code).toBe(0);
		const [one] = json(out) as [Record<string, unknown>];
		expect(one).toMatchObject({ value: null, coverage: { filed: 0, expected: 0 }, reason: 'not-in-effect' });
		expect(one.compare).toEqual({
			kind: 'yearOnYear',
			value: null,
			unit: '%',
			display: '—',
			reason: 'not-in-effect',
			basePeriod: '1949-01'
		});
	}, 60_000);

	it('prints why there is no change, never a dash with a unit', () => {
		const { code, out } = run('observe', 'M04-8', '--period', '2026-09', '--compare', 'yearOnYear');
		expect([code, out]).toEqual([0, expect.not.stringMatching(/— ?%|— ?亿元/)]);
	}, 60_000);
});
