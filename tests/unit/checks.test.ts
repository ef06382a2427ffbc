import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Check, CheckContext, FileCheck, FileExample, RowCheck } from '#checks/define.ts';
import { checks } from '#checks/index.ts';
import { toNumber } from '#core/rational.ts';
import type { Dataset, Values } from '#datasets/define.ts';
import { datasets } from '#datasets/index.ts';
import { isUnreadable, readValue } from '#datasets/read.ts';
import { parameter, type ParameterId } from '#policy/parameters.ts';

// Protects every rule: it passes what its examples say is right, and refuses what they say is wrong.
const periodEnd = '2026-09-30';

/** A whole row of a dataset from the few cells an example names. */
const whole = (dataset: Dataset, cells: Readonly<Record<string, unknown>>): Values =>
	({ ...Object.fromEntries(Object.keys(dataset.columns).map((name) => [name, null])), ...cells }) as Values;

interface Surroundings extends Pick<FileExample, 'others' | 'labels' | 'parameters'> {
	readonly dataset: Dataset;
}

function contextOf({ dataset, others = {}, labels = {}, parameters = {} }: Surroundings): CheckContext {
	const kept = new Map<string, unknown>();
	const period = dataset.every === 'quarter' ? '2026Q3' : '2026-09';
	const filed = (of: Dataset, at: string) => {
		const rows = others[at === period ? of.id : `${of.id}@${at}`];
		return rows ? rows.map((row) => whole(of, row)) : null;
	};
	return {
		dataset: dataset.id,
		period,
		periodEnd,
		institution: { id: 'bank01', uscc: '91110102MA0123453G', name: '示例银行', kind: 'jointstock' },
		rows: (of, at = period) => filed(of, at) as never,
		allRows: (of, at = period) => (filed(of, at) ?? []) as never,
		labelsOf: (uscc) => labels[uscc] ?? [],
		once: (key, build) => {
			if (!kept.has(key)) kept.set(key, build());
			return kept.get(key) as never;
		},
		parameter(id, on = periodEnd, key) {
			const given = parameters[key ? `${id}/${key}` : id];
			const value = parameter(id as ParameterId, on, key);
			return given ?? (value && toNumber(value));
		}
	};
}

function holds(check: RowCheck, cells: Readonly<Record<string, unknown>>): boolean | null {
	const dataset = check.datasets[0]!;
	const row = whole(dataset, cells);
	if (!check.empty && check.at.some((name) => row[name] === null)) return null;
	return check.holds(row as never, contextOf({ dataset, parameters: check.examples.parameters })) === true;
}

function findings(check: FileCheck, example: FileExample) {
	const dataset = example.dataset ?? check.datasets[0]!;
	if (check.needs?.some((of) => !example.others?.[of.id])) return null;
	const rows = example.rows.map((cells, at) => ({ row: whole(dataset, cells), line: at + 2 }));
	return [...check.find(rows as never, contextOf({ ...example, dataset }))];
}

const all = [...checks.values()] as Check[];
const rowChecks = all.filter((check) => check.over === 'row') as unknown as RowCheck[];
const fileChecks = all.filter((check) => check.over === 'file') as unknown as FileCheck[];
const cellChecks = all.filter((check) => check.over === 'syntax');

describe('every check', () => {
	it('says what is wrong, how to mend it, where it comes from, and has examples of both', () => {
		expect(all.length).toBeGreaterThan(70);
		for (const check of all) {
			expect(check.message.length, check.id).toBeGreaterThan(3);
			expect(check.remedy.length, check.id).toBeGreaterThan(2);
			expect(check.basis, check.id).not.toBe('');
			expect(check.from, check.id).toMatch(/^\d{4}-\d{2}$/);
			expect(check.examples.pass.length, check.id).toBeGreaterThan(0);
			expect(check.examples.fail.length, check.id).toBeGreaterThan(0);
		}
	});

	it('has its severity in its first letter', () => {
		const letters = { syntax: 'S', validity: 'V', quality: 'Q', macro: 'M' };
		const odd = all.filter(({ id, severity }) => !id.startsWith(letters[severity]) && id !== 'V12q');
		expect(odd.map(({ id }) => id)).toEqual([]);
	});

	it('names columns of all its datasets', () => {
		for (const check of rowChecks) {
			for (const dataset of check.datasets) {
				expect(
					check.at.filter((name) => !(name in dataset.columns)),
					check.id
				).toEqual([]);
			}
		}
	});

	it('fits on a screen', () => {
		const folder = path.resolve(import.meta.dirname, '../../src/checks');
		const long = readdirSync(folder)
			.filter((name) => name.endsWith('.ts') && !['define.ts', 'index.ts'].includes(name))
			.filter((name) => readFileSync(path.join(folder, name), 'utf8').split('\n').length > 70);
		expect(long).toEqual([]);
	});
});

describe('checks of a row', () => {
	it.each(rowChecks.map((check) => [check.id, check] as const))('%s', (_, check) => {
		for (const cells of check.examples.pass)
			expect(holds(check, cells as never), JSON.stringify(cells)).toBe(true);
		for (const cells of check.examples.fail)
			expect(holds(check, cells as never), JSON.stringify(cells)).toBe(false);
	});
});

describe('checks of a file', () => {
	it.each(fileChecks.map((check) => [check.id, check] as const))('%s', (_, check) => {
		for (const example of check.examples.pass)
			expect(findings(check, example as FileExample) ?? []).toEqual([]);
		for (const example of check.examples.fail) {
			const found = findings(check, example as FileExample);
			expect(found?.length, JSON.stringify(example.rows)).toBeGreaterThan(0);
			const dataset = example.dataset ?? check.datasets[0]!;
			for (const { at, line } of found!) {
				expect(at.filter((name) => !(name in dataset.columns))).toEqual([]);
				expect(line === null || line <= example.rows.length + 1).toBe(true);
			}
		}
	});
});

describe('checks of a cell', () => {
	it.each(cellChecks.flatMap((check) => (check.column ? [[check.id, check] as const] : [])))(
		'%s',
		(id, check) => {
			const read = (text: string) => readValue(check.column!, { kind: 'text', text });
			for (const text of check.examples.pass) expect(isUnreadable(read(text)), text).toBe(false);
			for (const text of check.examples.fail) expect(read(text), text).toMatchObject({ check: id });
		}
	);
});

describe('examples of the datasets', () => {
	it.each([...datasets.values()].map((dataset) => [dataset.id, dataset] as const))('%s', (_, dataset) => {
		// The example row of a template must itself be accepted.
		const cells = Object.entries(dataset.columns).map(([name, column]) => {
			const read = readValue(
				column,
				column.example === undefined ? null : { kind: 'text', text: column.example }
			);
			expect(isUnreadable(read), `${name} ${JSON.stringify(read)}`).toBe(false);
			return [name, (read as { value: unknown }).value] as const;
		});
		const row = Object.fromEntries(cells) as Values;
		const context = contextOf({ dataset, labels: { '91110108MA0000015T': ['HNTE', 'SRDI'] } });
		for (const check of rowChecks.filter((one) => one.datasets.includes(dataset as never))) {
			if (!check.empty && check.at.some((name) => row[name] === null)) continue;
			expect(check.holds(row as never, context), check.id).toBe(true);
		}
		for (const check of fileChecks.filter((one) => one.datasets.includes(dataset as never))) {
			if (check.needs) continue;
			expect([...check.find([{ row, line: 2 }] as never, context)], check.id).toEqual([]);
		}
	});
});
