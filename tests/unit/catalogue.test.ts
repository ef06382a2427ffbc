import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { idsIn, proofs } from '../catalogue-table.ts';
import { catalogue } from '../catalogue.ts';

// Protects the promise of the reliability catalogue: every line has a test of its name, or a reason why not.
it('names a test for every line, or says why there is none', () => {
	const titles = globSync('tests/**/*.{test,spec}.ts').flatMap((file) => [
		...readFileSync(file, 'utf8').matchAll(
			/\b(?:it|test|describe)(?:\.\w+(?:\([^()]*\))?)*\(\s*(['"`])([^\n]*?)\1/g
		)
	]);
	const named = new Set(titles.flatMap((match) => idsIn(match[2]!)));
	const bare = Object.entries(catalogue)
		.filter(([id, line]) => !named.has(id) && !line.notYet && !line.untestable)
		.map(([id]) => id);
	expect(bare).toEqual([]);
});

// Protects what a table says of a line: a file run again speaks for itself alone, no failure of another is forgotten, and what is gone or did not run proves nothing.
it('a file that is run again replaces what it proved, and nothing else', () => {
	const [passed, failed, skipped] = [
		{ passed: 1, failed: 0, skipped: 0 },
		{ passed: 0, failed: 1, skipped: 0 },
		{ passed: 0, failed: 0, skipped: 1 }
	];
	const first = proofs({}, [
		{ title: 'A1: bombs', file: 'a.ts', outcome: 'failed' },
		{ title: 'A3: XXE', file: 'a.ts', outcome: 'passed' },
		{ title: 'A1, A2: more', file: 'b.ts', outcome: 'passed' },
		{ title: 'of no line', file: 'b.ts', outcome: 'failed' }
	]);
	expect(first).toEqual({
		A1: { 'a.ts': failed, 'b.ts': passed },
		A2: { 'b.ts': passed },
		A3: { 'a.ts': passed }
	});
	const again = [{ title: 'A1: bombs', file: 'a.ts', outcome: 'skipped' as const }];
	expect(proofs(first, again, () => true)).toEqual({
		A1: { 'a.ts': skipped, 'b.ts': passed },
		A2: { 'b.ts': passed }
	});
	expect(proofs(first, again, () => false)).toEqual({ A1: { 'a.ts': skipped } });
});
