import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { idsIn } from '../catalogue-table.ts';
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
