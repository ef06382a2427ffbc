import { faultPoint } from '#faults';
import type { Values } from '#datasets/define.ts';
import { datasetOf } from '#datasets/index.ts';
import { deleteFacts } from '#lib/server/ledger/facts.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import type { State } from '#lib/server/ledger/filings.ts';
import { letColumnsGo, longFile } from '#lib/server/ledger/long-file.ts';
import { institutionOf } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { refusalIn } from '#lib/server/ledger/trouble.ts';
import { keepFacts, longestKept } from '#lib/server/warehouse/input.ts';
import { checkFile, type Checked } from './check-file.ts';
import { CheckStore } from './check-store.ts';
import { contextOf } from './context.ts';
import { carryExplanations, settle, typedExplanations } from './findings-explain.ts';

/** How far a submission has come after checking. */
export interface CheckResult {
	readonly state: State;
	readonly rows: number;
	readonly blocking: number;
	readonly explainable: number;
}

interface Subject {
	readonly id: number;
	readonly filing: number;
	readonly dataset: string;
	readonly institution: string;
	readonly period: string;
	readonly fileName: string;
	readonly sha256: string;
	readonly state: State;
}

/** States from which a submission may be checked, or checked again. */
const checkable: readonly State[] = ['received', 'checking', 'refused', 'explaining', 'ready', 'failed'];

const subjectOf = (ledger: Ledger, id: number): Subject => {
	const found = prepared(
		ledger.db,
		`select s.id, s.filing, f.dataset, f.institution, f.period, s.fileName, s.sha256, s.state
		from submission s join filing f on f.id = s.filing where s.id = ?`
	).get(id);
	if (!found) throw new RangeError(`unknown submission: ${id}`);
	return found as Subject;
};

/** Removes rows and findings of a submission that is not in force, inside the caller's transaction. */
export function sweepSubmission(ledger: Ledger, id: number): void {
	const { dataset } = subjectOf(ledger, id);
	const accepted = prepared(ledger.db, 'select acceptedAt from submission where id = ?').pluck().get(id);
	if (accepted) throw new Error(`submission was accepted: ${id}`);
	deleteFacts(ledger, datasetOf(dataset), id);
	prepared(ledger.db, 'delete from finding where submission = ?').run(id);
}

/** Says that a submission could not be processed; nothing of it is kept but the file. */
export function failSubmission(ledger: Ledger, id: number, message: string): void {
	ledger.db
		.transaction(() => {
			if (!checkable.includes(subjectOf(ledger, id).state)) return;
			sweepSubmission(ledger, id);
			prepared(
				ledger.db,
				`update submission set state = 'failed', failure = ?, progress = 0 where id = ?`
			).run(message.slice(0, 500), id);
			record(ledger, { user: null }, 'submission.fail', `submission:${id}`, {
				message: message.slice(0, 500)
			});
		})
		.immediate();
}

function begin(ledger: Ledger, id: number): Subject {
	return ledger.db
		.transaction(() => {
			const subject = subjectOf(ledger, id);
			if (!checkable.includes(subject.state)) throw new Refused('该批次已经处理完毕，不能再校验');
			sweepSubmission(ledger, id);
			prepared(
				ledger.db,
				`update submission set state = 'checking', progress = 0, failure = null where id = ?`
			).run(id);
			return subject;
		})
		.immediate();
}

function end(
	ledger: Ledger,
	subject: Subject,
	store: CheckStore,
	checked: Checked,
	typed: ReadonlyMap<string, string>
): State {
	return ledger.db
		.transaction(() => {
			const now = prepared(ledger.db, 'select state from submission where id = ?').pluck().get(subject.id);
			if (now !== 'checking') throw new Refused('校验期间该批次已被撤回');
			if (store.blocking) store.dropRows();
			store.sayMore();
			store.write();
			prepared(
				ledger.db,
				`update submission set layout = @layout, sheet = @sheet, headerLine = @headerLine, firstLine = @firstLine,
					lastLine = @lastLine, letters = @letters, notes = @notes, rows = @rows, progress = 100, checkedAt = @at,
					blocking = @blocking, explainable = @explainable where id = @id`
			).run({
				id: subject.id,
				layout: checked.layout,
				sheet: checked.sheet,
				headerLine: checked.headerLine,
				firstLine: checked.firstLine,
				lastLine: checked.lastLine,
				letters: JSON.stringify(checked.letters),
				notes: JSON.stringify(checked.notes),
				rows: checked.rows,
				at: ledger.now().toISOString(),
				blocking: store.blocking,
				explainable: store.explainable
			});
			if (store.explainable) {
				carryExplanations(ledger, subject.id);
				typedExplanations(ledger, subject.id, typed);
			}
			const state = settle(ledger, subject.id);
			record(ledger, { user: null }, 'submission.check', `submission:${subject.id}`, {
				state,
				rows: checked.rows,
				blocking: store.blocking,
				explainable: store.explainable
			});
			faultPoint('check.ending');
			return state;
		})
		.immediate();
}

/** Checks a received file in this process: all findings, and the rows if none blocks. Either all of it is kept or nothing. */
export async function check(
	ledger: Ledger,
	id: number,
	onProgress: (percent: number) => void = () => {}
): Promise<CheckResult> {
	const subject = begin(ledger, id);
	faultPoint('check.begun');
	const dataset = datasetOf(subject.dataset);
	const store = new CheckStore(ledger, dataset, id);
	const path = filePath(ledger, subject.sha256);
	try {
		const context = contextOf(ledger, dataset, institutionOf(ledger, subject.institution), subject.period);
		let rows: { line: number; row: Values }[] | null = [];
		const sink = {
			row(line: number, row: Values) {
				store.row(line, row);
				faultPoint('check.reading');
				if (rows && rows.push({ line, row }) > longestKept) rows = null;
			},
			finding: store.finding.bind(store),
			readBack() {
				store.flush();
				return longFile(ledger, dataset, id);
			},
			letGo: () => letColumnsGo(ledger)
		};
		const checked = await checkFile(path, subject.fileName, dataset, context, sink, onProgress);
		const typed = store.explainable && checked.layout === 'xlsx' ? await explanationsIn(path) : new Map();
		const state = end(ledger, subject, store, checked, typed);
		faultPoint('check.ended');
		if (rows && !store.blocking) keepFacts(ledger, id, rows);
		return { state, rows: checked.rows, blocking: store.blocking, explainable: store.explainable };
	} catch (cause) {
		if (!refusalIn(cause)) failSubmission(ledger, id, `处理出错：${(cause as Error).message}`);
		throw cause;
	}
}

async function explanationsIn(path: string): Promise<ReadonlyMap<string, string>> {
	const { readExplanations } = await import('./mark-up.ts');
	return readExplanations(path);
}
