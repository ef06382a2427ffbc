/** Writes what a campaign proved into `tests/catalogue.json`, and the table in `tests/README.md` from it: `node tests/catalogue-table.ts REPORT.json…`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue } from './catalogue.ts';

const outcomes = ['passed', 'failed', 'skipped'] as const;
/** How a test ended: skipped where the machine lacks what it needs. */
type Outcome = (typeof outcomes)[number];

/** How the tests of a line fared, file by file, when each was last run in a campaign. */
export type Proof = Readonly<Record<string, Readonly<Record<Outcome, number>>>>;

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
	readonly outcome: Outcome;
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
	readonly specs?: readonly {
		readonly title: string;
		readonly ok: boolean;
		readonly tests: readonly { readonly status: string }[];
	}[];
	readonly suites?: readonly Suite[];
}

const named = (file: string): string => path.relative(path.join(folder, '..'), file).replaceAll('\\', '/');

function browserTests(suite: Suite, before: string): Ran[] {
	const title = `${before} ${suite.title}`;
	return [
		...(suite.specs ?? []).map((spec): Ran => ({
			title: `${title} ${spec.title}`,
			file: `tests/e2e/${path.basename(suite.file)}`,
			outcome: spec.tests.every(({ status }) => status === 'skipped')
				? 'skipped'
				: spec.ok
					? 'passed'
					: 'failed'
		})),
		...(suite.suites ?? []).flatMap((inner) => browserTests(inner, title))
	];
}

function testsIn(report: VitestReport | { readonly suites: readonly Suite[] }): Ran[] {
	if ('suites' in report) return report.suites.flatMap((suite) => browserTests(suite, ''));
	return report.testResults.flatMap(({ name, assertionResults }) =>
		assertionResults.map(({ fullName, status }) => ({
			title: fullName,
			file: named(name),
			outcome: outcomes.find((one) => one === status) ?? 'skipped'
		}))
	);
}

/** What was proved before by files that are still there, with all that the files run now say in place of what they said then. */
export function proofs(
	before: Readonly<Record<string, Proof>>,
	ran: readonly Ran[],
	isThere: (file: string) => boolean = (file) => existsSync(path.join(folder, '..', file))
): Record<string, Proof> {
	const again = new Set(ran.map(({ file }) => file));
	const found: Record<string, Record<string, Record<Outcome, number>>> = {};
	for (const [id, proof] of Object.entries(before))
		for (const [file, counts] of Object.entries(proof))
			if (!again.has(file) && isThere(file)) (found[id] ??= {})[file] = { ...counts };
	for (const { title, file, outcome } of ran)
		for (const id of new Set(idsIn(title))) {
			const counts = ((found[id] ??= {})[file] ??= { passed: 0, failed: 0, skipped: 0 });
			counts[outcome] += 1;
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
			const [passed, failed, skipped] = outcomes.map((what) =>
				counts.reduce((sum, one) => sum + (one[what] ?? 0), 0)
			);
			const said = [
				failed ? `**${failed} failed**` : '',
				passed ? `${passed} passed` : '',
				skipped ? `${skipped} skipped: this machine lacks what they need` : ''
			];
			const result = counts.length
				? said.filter(Boolean).join(', ')
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
