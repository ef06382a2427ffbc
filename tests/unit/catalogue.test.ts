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

// Protects what a table says of a line: a test run again speaks for itself alone, and no failure of another is forgotten.
it('a test that is run again replaces what its file proved of its line, and nothing else', () => {
	const first = proofs({}, [
		{ title: 'A1: bombs', file: 'a.ts', ok: false },
		{ title: 'A1, A2: more', file: 'b.ts', ok: true },
		{ title: 'of no line', file: 'b.ts', ok: false }
	]);
	expect(first).toEqual({
		A1: { 'a.ts': { passed: 0, failed: 1 }, 'b.ts': { passed: 1, failed: 0 } },
		A2: { 'b.ts': { passed: 1, failed: 0 } }
	});
	expect(proofs(first, [{ title: 'A1: bombs', file: 'a.ts', ok: true }])).toEqual({
		A1: { 'a.ts': { passed: 1, failed: 0 }, 'b.ts': { passed: 1, failed: 0 } },
		A2: { 'b.ts': { passed: 1, failed: 0 } }
	});
});
