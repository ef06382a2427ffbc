/** Writes what a campaign proved into `tests/catalogue.json`, and the table in `tests/README.md` from it: `node tests/catalogue-table.ts REPORT.json…`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue } from './catalogue.ts';

/** How the tests of a line fared, file by file, when each was last run in a campaign. */
export type Proof = Readonly<Record<string, { readonly passed: number; readonly failed: number }>>;

const folder = import.meta.dirname;
const kept = path.join(folder, 'catalogue.json');
const readme = path.join(folder, 'README.md');

/** The ids a test names: at the beginning of its title or of a group's, as in `A5, A8: …`. */
export const idsIn = (title: string): string[] =>
	[...title.matchAll(/\b([A-F]\d{1,2})\b(?=[^:：]*[:：])/g)]
		.map((match) => match[1]!)
		.filter((id) => id in catalogue);

export interface Ran {
	readonly title: string;
	readonly file: string;
	readonly ok: boolean;
}

interface VitestReport {
	readonly testResults: readonly {
		readonly name: string;
		readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
	}[];
}
interface Suite {
	readonly file: string;
	readonly title: string;
	readonly specs?: readonly { readonly title: string; readonly ok: boolean }[];
	readonly suites?: readonly Suite[];
}

const named = (file: string): string => path.relative(path.join(folder, '..'), file).replaceAll('\\', '/');

function browserTests(suite: Suite, before: string): Ran[] {
	const title = `${before} ${suite.title}`;
	return [
		...(suite.specs ?? []).map((spec) => ({
			title: `${title} ${spec.title}`,
			file: `tests/e2e/${path.basename(suite.file)}`,
			ok: spec.ok
		})),
		...(suite.suites ?? []).flatMap((inner) => browserTests(inner, title))
	];
}

function testsIn(report: VitestReport | { readonly suites: readonly Suite[] }): Ran[] {
	if ('suites' in report) return report.suites.flatMap((suite) => browserTests(suite, ''));
	return report.testResults.flatMap(({ name, assertionResults }) =>
		assertionResults
			.filter(({ status }) => status === 'passed' || status === 'failed')
			.map(({ fullName, status }) => ({ title: fullName, file: named(name), ok: status === 'passed' }))
	);
}

/** What was proved before, with what these tests say of a line in place of what their files said of it then. */
export function proofs(before: Readonly<Record<string, Proof>>, ran: readonly Ran[]): Record<string, Proof> {
	const again = new Set(ran.flatMap(({ title, file }) => idsIn(title).map((id) => `${id} ${file}`)));
	const found: Record<string, Record<string, { passed: number; failed: number }>> = {};
	for (const [id, proof] of Object.entries(before))
		for (const [file, counts] of Object.entries(proof))
			if (!again.has(`${id} ${file}`)) (found[id] ??= {})[file] = { ...counts };
	for (const { title, file, ok } of ran)
		for (const id of new Set(idsIn(title))) {
			const counts = ((found[id] ??= {})[file] ??= { passed: 0, failed: 0 });
			counts[ok ? 'passed' : 'failed'] += 1;
		}
	return Object.fromEntries(
		Object.entries(found)
			.sort(([a], [b]) => (order(a) < order(b) ? -1 : 1))
			.map(([id, files]) => [id, Object.fromEntries(Object.entries(files).sort())])
	);
}

const order = (id: string): string => id.replace(/\d+/, (digits) => digits.padStart(2, '0'));

/** The table as the README shows it. */
export function table(proved: Readonly<Record<string, Proof>>): string {
	const rows = Object.entries(catalogue)
		.sort(([a], [b]) => (order(a) < order(b) ? -1 : 1))
		.map(([id, line]) => {
			const counts = Object.values(proved[id] ?? {});
			const [passed, failed] = (['passed', 'failed'] as const).map((what) =>
				counts.reduce((sum, one) => sum + one[what], 0)
			);
			const result = counts.length
				? failed
					? `**${failed} failed**, ${passed} passed`
					: `${passed} passed`
				: line.notYet
					? '—'
					: line.untestable
						? '—'
						: 'not run';
			const note = line.notYet ? `not yet: ${line.notYet}` : (line.untestable ?? '');
			const files = Object.keys(proved[id] ?? {})
				.map((file) => `\`${file.replace('tests/', '')}\``)
				.join(' ');
			return `| ${id} | ${line.what} | ${files} | ${[result, note].filter((text) => text && text !== '—').join('; ') || '—'} |`;
		});
	return ['| id | what | tests | result |', '|---|---|---|---|', ...rows].join('\n');
}

const marks = [
	'<!-- catalogue: written by npm run test:abuse and test:faults -->',
	'<!-- end of catalogue -->'
];

if (process.argv[1] === import.meta.filename) {
	const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as VitestReport);
	const before = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Record<string, Proof>) : {};
	const sorted = proofs(before, reports.flatMap(testsIn));
	writeFileSync(kept, `${JSON.stringify(sorted, null, '\t')}\n`);
	const text = readFileSync(readme, 'utf8');
	const [from, to] = [text.indexOf(marks[0]!), text.indexOf(marks[1]!)];
	writeFileSync(readme, `${text.slice(0, from)}${marks[0]}\n${table(sorted)}\n${text.slice(to)}`);
}
