import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';

// Protects everybody from one crafted text: a pattern that runs again and again over the same characters takes
// seconds on a text of this length, a linear one well under a millisecond.

const length = 32_768;
const longest = 100;

interface Pattern {
	readonly at: string;
	readonly pattern: RegExp;
}

/** Every pattern written in the product's code. */
function patterns(): Pattern[] {
	const files = globSync([
		'src/**/*.{ts,mjs}',
		'routes/**/*.{ts,svelte}',
		'src/**/*.svelte',
		'reports/**/*.ts'
	]);
	return files.flatMap((file) => {
		const whole = readFileSync(file, 'utf8');
		const text = file.endsWith('.svelte') ? (/<script[^>]*>([^]*?)<\/script>/.exec(whole)?.[1] ?? '') : whole;
		const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
		const found: Pattern[] = [];
		const visit = (node: ts.Node): void => {
			if (ts.isRegularExpressionLiteral(node)) {
				const end = node.text.lastIndexOf('/');
				const flags = node.text.slice(end + 1).replace('y', '');
				found.push({ at: `${file}: ${node.text}`, pattern: new RegExp(node.text.slice(1, end), flags) });
			}
			ts.forEachChild(node, visit);
		};
		visit(source);
		return found;
	});
}

/** Texts made to be taken again and again: one or two of the pattern's own characters repeated, and an end that does not fit. */
function hostile({ source }: RegExp): string[] {
	const own = [...new Set(source.replace(/\\[a-zA-Z]/g, ''))].filter(
		(one) => !'\\()[]{}|^$*+?'.includes(one)
	);
	const units = ['a', '0', ' ', '\t', '\n', '中', 'A', ',', '"', '<', '-', ...own.slice(0, 12)];
	const pairs = own.slice(0, 5).flatMap((one) => ['a', '0', ' '].map((other) => one + other));
	return [...units, ...pairs].flatMap((unit) => {
		const run = unit.repeat(length / unit.length);
		return [`${run}\u0000`, `${own[0] ?? 'x'}${run}!`];
	});
}

/** The least of two measured times in milliseconds, so that a pause of the machine is not counted. */
function taken(pattern: RegExp, text: string): number {
	let least = Infinity;
	for (let i = 0; i < 2 && least > longest; i += 1) {
		const begun = performance.now();
		text.replace(pattern, '');
		least = Math.min(least, performance.now() - begun);
	}
	return least;
}

it('E3: every pattern is linear in the text it is given', { timeout: 300_000 }, () => {
	// What this test is able to find: a run of blanks looked for at the end.
	expect(taken(/\s+$/, `${' '.repeat(length)}!`)).toBeGreaterThan(longest);
	const all = patterns();
	expect(all.length).toBeGreaterThan(150);
	const slow = all.flatMap(({ at, pattern }) => {
		const worst = hostile(pattern).find((text) => taken(pattern, text) > longest);
		return worst === undefined ? [] : [`${at} on ${JSON.stringify(worst.slice(0, 4))}…`];
	});
	expect(slow).toEqual([]);
});
