import { checks } from '#checks/index.ts';
import type { Severity } from '#checks/define.ts';
import type { Dataset } from '#datasets/define.ts';
import { datasetOf } from '#datasets/index.ts';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import {
	demandUnmasked,
	enterprisesFor,
	maskedValue,
	namesEnterprises,
	type Masks
} from '#lib/server/access/masking.ts';
import { seesRowsOf } from '#lib/server/access/rights.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { demand } from '#lib/server/ledger/scope.ts';

/** 校验结果 as kept. */
export interface Finding {
	readonly id: number;
	readonly submission: number;
	readonly check: string;
	readonly severity: Severity;
	readonly where: string;
	readonly line: number | null;
	readonly columns: readonly string[];
	readonly seen: string | null;
	readonly message: string;
	readonly remedy: string;
	/** Absolute amount of the row in 分; below nothing, how many findings of a rule this one stands for. */
	readonly weight: number;
	readonly explanation: string | null;
	readonly explainedBy: string | null;
	readonly explainedAt: string | null;
	/** 沿用. */
	readonly carried: boolean;
}

/** How many places fail one check. */
export interface CheckCount {
	readonly check: string;
	readonly severity: Severity;
	/** The rule in words. */
	readonly message: string;
	readonly count: number;
	/** How many still lack an explanation; 0 where none is wanted, or not yet, as in a refused file. */
	readonly open: number;
	readonly weight: number;
}

/** Which findings, in which order, from where on. */
export interface FindingQuery {
	readonly check?: string;
	readonly severity?: Severity;
	/** Only quality and macro findings without an explanation. */
	readonly open?: boolean;
	/** By place in the file, by rule, or the largest amount first. */
	readonly order?: 'place' | 'rule' | 'amount';
	readonly offset?: number;
	readonly limit?: number;
}

/** What a submission is of, and whose; throws unless the asker may read its findings and file. */
export function demandSubmission(
	ledger: Ledger,
	asker: Asker,
	submission: number
): { dataset: Dataset; institution: string } {
	const found = prepared(
		ledger.db,
		'select f.institution, f.dataset from submission s join filing f on f.id = s.filing where s.id = ?'
	).get(submission) as { institution: string; dataset: string } | undefined;
	demand(found !== undefined && (asker.user === null || seesRowsOf(asker, found.institution)));
	return { dataset: datasetOf(found.dataset), institution: found.institution };
}

/** How the asker reads the enterprises of a submission: its filer as they are, everybody else as `enterprisesFor` says. */
export function masksOf(ledger: Ledger, asker: Asker, submission: number): Masks {
	const { dataset, institution } = demandSubmission(ledger, asker, submission);
	return namesEnterprises(dataset)
		? enterprisesFor(ledger, asker, `submission:${submission}`, institution)
		: enterprisesFor(ledger, consoleAsker, '', null);
}

/** Demands that the asker may have the filer's file as it is. */
export function demandFile(ledger: Ledger, asker: Asker, submission: number): void {
	const { dataset, institution } = demandSubmission(ledger, asker, submission);
	if (namesEnterprises(dataset)) demandUnmasked(ledger, asker, `submission:${submission}`, institution);
}

const rank: Readonly<Record<Severity, number>> = { syntax: 0, validity: 1, quality: 2, macro: 3 };

/** The checks that failed with how often, those to be mended first. */
export function checkCounts(ledger: Ledger, asker: Asker, submission: number): CheckCount[] {
	demandSubmission(ledger, asker, submission);
	const rows = prepared(
		ledger.db,
		`select "check", severity, min(message) as message, sum(max(1, -weight)) as count,
			sum(max(0, weight)) as weight,
			sum(severity in ('quality', 'macro') and explanation is null
				and (select state from submission where id = finding.submission) not in ('refused', 'failed')) as open
		from finding where submission = ? group by "check", severity`
	).all(submission) as CheckCount[];
	return rows
		.map((row) => ({ ...row, message: checks.get(row.check)?.message ?? row.message }))
		.sort(
			(a, b) => rank[a.severity] - rank[b.severity] || a.check.localeCompare(b.check, 'en', { numeric: true })
		);
}

const orders = {
	place: 'n.line is not null, n.line, n.id',
	rule: `case n.severity when 'syntax' then 0 when 'validity' then 1 when 'quality' then 2 else 3 end, n."check", n.line, n.id`,
	amount: 'n.weight desc, n.id'
} as const;

/** A finding with what would say which enterprise it is about masked; where several cells are marked, all of them. */
function masked(masks: Masks, { columns }: Dataset, finding: Finding): Finding {
	if (!masks.masked) return finding;
	const marked = finding.columns.map((name) => columns[name]);
	const telling = marked.find((column) => column?.enterprise === 'name') ?? marked[0];
	return {
		...finding,
		seen: finding.seen === null ? null : maskedValue(masks, telling, finding.seen),
		message: masks.text(finding.message),
		remedy: masks.text(finding.remedy),
		explanation: finding.explanation === null ? null : masks.text(finding.explanation)
	};
}

/** One page of findings and how many there are in all. */
export function findingsOf(
	ledger: Ledger,
	asker: Asker,
	submission: number,
	query: FindingQuery = {},
	masks: Masks = masksOf(ledger, asker, submission)
): { total: number; findings: Finding[] } {
	const { dataset } = demandSubmission(ledger, asker, submission);
	const conditions = ['n.submission = @submission'];
	if (query.check !== undefined) conditions.push('n."check" = @check');
	if (query.severity !== undefined) conditions.push('n.severity = @severity');
	if (query.open) conditions.push(`n.severity in ('quality', 'macro') and n.explanation is null`);
	const where = conditions.join(' and ');
	const given = {
		submission,
		...(query.check !== undefined && { check: query.check }),
		...(query.severity !== undefined && { severity: query.severity })
	};
	const total = prepared(ledger.db, `select count(*) from finding n where ${where}`)
		.pluck()
		.get(given) as number;
	const rows = prepared(
		ledger.db,
		`select n.*, u.name as byName from (select n.* from finding n where ${where}
			order by ${orders[query.order ?? 'place']} limit @limit offset @offset) n
		left join user u on u.id = n.explainedBy order by ${orders[query.order ?? 'place']}`
	).all({
		...given,
		limit: Math.min(query.limit ?? 50, 100_000),
		offset: Math.max(query.offset ?? 0, 0)
	}) as (Omit<Finding, 'columns' | 'carried'> & {
		columns: string;
		carried: number;
		byName: string | null;
	})[];
	return {
		total,
		findings: rows.map(({ byName, ...row }) =>
			masked(masks, dataset, {
				...row,
				columns: row.columns === '' ? [] : row.columns.split(','),
				explainedBy: byName,
				carried: row.carried === 1
			})
		)
	};
}
