import { blocks, type Severity } from '#checks/define.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Dataset } from '#datasets/define.ts';
import { datasetOf } from '#datasets/index.ts';
import { parseAddress } from '#lib/server/intake/address.ts';
import {
	checkCounts,
	findingsOf,
	masksOf,
	type CheckCount,
	type Finding
} from '#lib/server/intake/findings.ts';
import type { Submission } from '#lib/server/intake/submit-view.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';

/** How findings are laid out: gathered by rule, in the order of the file, or the weightiest first. */
export type FindingOrder = 'rule' | 'place' | 'amount';

/** One finding as the filer reads it. */
export interface FindingLine {
	readonly id: number;
	readonly check: string;
	/** Addresses of the marked cells in the filer's own file, the first to click. */
	readonly places: readonly string[];
	/** Headers of those cells. */
	readonly columns: readonly string[];
	/** What stands there now, cell by cell where several cells are marked. */
	readonly seen: readonly { readonly label: string | null; readonly value: string }[];
	readonly message: string;
	readonly remedy: string;
	/** 须改; otherwise open to an explanation. */
	readonly blocks: boolean;
	readonly explanation: string | null;
	readonly carried: boolean;
}

/** The findings of one rule. */
export interface RuleGroup {
	readonly check: string;
	readonly label: string;
	readonly severity: Severity;
	readonly blocks: boolean;
	readonly count: number;
	readonly explained: number;
	readonly findings: readonly FindingLine[];
}

/** A page of findings: whole rules with their first findings, or one stretch of a list. */
export interface FindingPage {
	readonly order: FindingOrder;
	/** Only this rule's findings are listed. */
	readonly rule: string | null;
	readonly groups: readonly RuleGroup[];
	readonly page: number;
	readonly size: number;
	readonly total: number;
	/** Whether enterprises are masked for this reader. */
	readonly masked: boolean;
}

const shownPerRule = 5;
/** Findings on one page of a list. */
export const pageSize = 50;

/** The cells a finding marks: its own address, and those beside it on the same line. */
function placesOf(finding: Finding, letters: Submission['letters']): string[] {
	if (!parseAddress(finding.where) || finding.line === null) return [finding.where];
	const beside = finding.columns.slice(1).flatMap((name) => letters[name] ?? []);
	return [finding.where, ...beside.map((letter) => `${letter}${finding.line}`)];
}

/** The values of a finding's cells, told apart by the headers written before them. */
function seenIn(seen: string | null, labels: readonly string[]): FindingLine['seen'] {
	if (seen === null) return [];
	const starts = labels.map((label) => seen.indexOf(`${label}：`));
	const apart =
		labels.length > 1 && starts.every((at, i) => at >= 0 && (i === 0 ? at === 0 : at > starts[i - 1]!));
	if (!apart) return [{ label: null, value: seen }];
	return labels.map((label, i) => ({
		label,
		value: seen.slice(starts[i]! + label.length + 1, starts[i + 1]).replace(/；$/, '')
	}));
}

function lineOf(dataset: Dataset, letters: Submission['letters'], finding: Finding): FindingLine {
	const labels = finding.columns.map((name) => dataset.columns[name]?.label ?? name);
	return {
		id: finding.id,
		check: finding.check,
		places: placesOf(finding, letters),
		columns: labels,
		seen: seenIn(finding.seen, labels),
		message: finding.message.replace(/。$/, ''),
		remedy: finding.remedy.replace(/。$/, ''),
		blocks: blocks(finding.severity),
		explanation: finding.explanation,
		carried: finding.carried
	};
}

/** Of a file that is refused nothing counts as explained: it must come again. */
function heading(count: CheckCount, refused: boolean): Omit<RuleGroup, 'findings'> {
	const blocking = blocks(count.severity);
	return {
		check: count.check,
		label: count.message.replace(/。$/, ''),
		severity: count.severity,
		blocks: blocking,
		count: count.count,
		explained: blocking || refused ? 0 : count.count - count.open
	};
}

/** A page of a submission's findings, in one of three orders, of all rules or of one. */
export function findingPage(
	ledger: Ledger,
	asker: Asker,
	submission: Submission,
	query: { order: FindingOrder; rule: string | null; page: number }
): FindingPage {
	const { id, letters } = submission;
	const dataset = datasetOf(submission.dataset);
	const refused = submission.state === 'refused' || submission.state === 'failed';
	const headings = checkCounts(ledger, asker, id).map((count) => heading(count, refused));
	const masks = masksOf(ledger, asker, id);
	const rule = headings.some((one) => one.check === query.rule) ? query.rule : null;
	const total = headings.reduce((sum, one) => sum + (rule === null || one.check === rule ? one.count : 0), 0);
	if (query.order === 'rule' && !rule) {
		const groups = headings.map((one) => ({
			...one,
			findings: findingsOf(ledger, asker, id, { check: one.check, limit: shownPerRule }, masks).findings.map(
				(finding) => lineOf(dataset, letters, finding)
			)
		}));
		return { order: 'rule', rule, groups, page: 1, size: total, total, masked: masks.masked };
	}
	const page = Math.min(Math.max(1, query.page), Math.max(1, Math.ceil(total / pageSize)));
	const { findings } = findingsOf(
		ledger,
		asker,
		id,
		{
			...(rule && { check: rule }),
			order: query.order,
			offset: (page - 1) * pageSize,
			limit: pageSize
		},
		masks
	);
	const groups: (Omit<RuleGroup, 'findings'> & { findings: FindingLine[] })[] = [];
	for (const finding of findings) {
		if (groups.at(-1)?.check !== finding.check)
			groups.push({ ...headings.find((one) => one.check === finding.check)!, findings: [] });
		groups.at(-1)!.findings.push(lineOf(dataset, letters, finding));
	}
	return { order: query.order, rule, groups, page, size: pageSize, total, masked: masks.masked };
}

/** How many findings there are of each kind, and how many are explained or carried over. */
export interface FindingCounts {
	readonly blocking: number;
	readonly explainable: number;
	readonly unexplained: number;
	readonly carried: number;
}

/** Counts a submission's findings; for one the asker has been shown. */
export function countFindings(ledger: Ledger, submission: number): FindingCounts {
	const found = prepared(
		ledger.db,
		`select coalesce(sum((severity in ('syntax','validity')) * max(1, -weight)), 0) as blocking,
			coalesce(sum((severity not in ('syntax','validity')) * max(1, -weight)), 0) as explainable,
			coalesce(sum(severity not in ('syntax','validity') and explanation is null), 0) as unexplained,
			coalesce(sum(carried), 0) as carried
		from finding where submission = ?`
	).get(submission);
	return found as FindingCounts;
}
