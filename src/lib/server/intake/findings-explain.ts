import type { Asker } from '#lib/server/access/asker.ts';
import { datasetOf } from '#datasets/index.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import type { State } from '#lib/server/ledger/filings.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { Refused, demand, files } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';

/** Shortest explanation, in characters. */
export const shortest = 10;
const explainable = `severity in ('quality', 'macro')`;

/** Which findings an explanation is for: some, all of one check, or all that still lack one. */
export type Explained =
	{ readonly findings: readonly number[] } | { readonly check: string } | { readonly all: true };

/** What is wrong with an explanation that says nothing, in a sentence; `null` if it will do. */
function emptiness(plain: string): string | null {
	if ([...plain].length < shortest) return `说明至少 ${shortest} 个字`;
	return new Set(plain).size < 4 ? '请写明实际原因' : null;
}

const tidied = (text: string): string => text.normalize('NFC').trim();

/** An explanation as it is kept; refuses one that says nothing. */
export function explanation(text: string): string {
	const plain = tidied(text);
	const empty = emptiness(plain);
	if (empty) throw new Refused(empty, 400);
	return plain.slice(0, 2000);
}

/** Sets the state that follows from findings and explanations, inside the caller's transaction. */
export function settle(ledger: Ledger, submission: number): State {
	const counts = prepared(
		ledger.db,
		`select sum(severity in ('syntax', 'validity')) as blocking, sum(${explainable} and explanation is null) as open
		from finding where submission = ?`
	).get(submission) as { blocking: number | null; open: number | null };
	const state: State = counts.blocking ? 'refused' : counts.open ? 'explaining' : 'ready';
	prepared(ledger.db, 'update submission set state = ? where id = ?').run(state, submission);
	return state;
}

/** Explains quality and macro findings; answers how many, and how the submission then stands. */
export function explain(
	ledger: Ledger,
	asker: Asker,
	submission: number,
	which: Explained,
	text: string
): { explained: number; state: State } {
	const said = explanation(text);
	return ledger.db
		.transaction(() => {
			const subject = prepared(
				ledger.db,
				'select s.state, f.institution from submission s join filing f on f.id = s.filing where s.id = ?'
			).get(submission) as { state: State; institution: string } | undefined;
			demand(subject !== undefined && files(asker, subject.institution));
			if (!['explaining', 'ready'].includes(subject.state)) throw new Refused('该批次现在不能填写说明');
			const narrowed =
				'check' in which
					? `"check" = @check`
					: 'findings' in which
						? 'id in (select value from json_each(@ids))'
						: 'explanation is null';
			const { changes } = prepared(
				ledger.db,
				`update finding set explanation = @text, explainedBy = @user, explainedAt = @at, carried = 0
				where submission = @submission and ${explainable} and ${narrowed}`
			).run({
				text: said,
				user: asker.user,
				at: ledger.now().toISOString(),
				submission,
				...('check' in which && { check: which.check }),
				...('findings' in which && { ids: JSON.stringify(which.findings) })
			});
			const state = settle(ledger, submission);
			record(ledger, asker, 'submission.explain', `submission:${submission}`, {
				...which,
				explained: changes,
				text: said
			});
			return { explained: changes, state };
		})
		.immediate();
}

/** Applies explanations typed into a marked-up copy that came back, inside the caller's transaction. */
export function typedExplanations(
	ledger: Ledger,
	submission: number,
	typed: ReadonlyMap<string, string>
): void {
	if (!typed.size) return;
	const by = prepared(ledger.db, 'select uploadedBy from submission where id = ?').pluck().get(submission);
	const set = prepared(
		ledger.db,
		'update finding set explanation = ?, explainedBy = ?, explainedAt = ?, carried = 0 where id = ?'
	);
	const at = ledger.now().toISOString();
	const open = prepared(
		ledger.db,
		`select id, "check", "where" from finding where submission = ? and ${explainable}`
	).all(submission) as { id: number; check: string; where: string }[];
	for (const { id, check, where } of open) {
		const text = tidied(typed.get(`${check} ${where}`) ?? '');
		if (emptiness(text) === null) set.run(explanation(text), by, at, id);
	}
}

/**
 * Carries over (沿用) what was said of the same finding before: same check, columns, value and row key, in the filing's
 * last submission or else in the one in force for the period before. Inside the caller's transaction.
 */
export function carryExplanations(ledger: Ledger, submission: number): void {
	const earlier = prepared(
		ledger.db,
		`select p.id, f.dataset from submission s join filing f on f.id = s.filing
		join filing g on g.dataset = f.dataset and g.institution = f.institution and g.period <= f.period
		join submission p on p.filing = g.id
		where s.id = ? and p.id < s.id and (g.id = f.id or (p.acceptedAt is not null and p.endedAt is null))
			and exists (select 1 from finding e where e.submission = p.id and e.explanation is not null)
		order by g.period desc, p.id desc limit 1`
	).get(submission) as { id: number; dataset: string } | undefined;
	if (!earlier) return;
	const dataset = datasetOf(earlier.dataset);
	const table = factTableName(dataset);
	const sameKey = dataset.key.map((name) => `mine."${name}" = theirs."${name}"`).join(' and ');
	const carry = (source: string) =>
		prepared(
			ledger.db,
			`update finding set explanation = old.explanation, explainedBy = old.explainedBy, explainedAt = old.explainedAt, carried = 1
			from (${source}) old where finding.id = old.finding`
		).run({ now: submission, before: earlier.id });
	carry(`select n.id as finding, e.explanation, e.explainedBy, e.explainedAt from finding n
		join finding e on e.submission = @before and e."check" = n."check" and e.columns = n.columns
			and e.seen is n.seen and e.line is null and e.explanation is not null
		where n.submission = @now and n.line is null and n.${explainable}`);
	carry(`select n.id as finding, e.explanation, e.explainedBy, e.explainedAt from finding e
		join ${table} theirs on theirs.submission = e.submission and theirs.line = e.line
		join ${table} mine on mine.submission = @now and ${sameKey}
		join finding n on n.submission = @now and n.line = mine.line and n."check" = e."check"
			and n.columns = e.columns and n.seen is e.seen
		where e.submission = @before and e.explanation is not null and n.${explainable}`);
}
