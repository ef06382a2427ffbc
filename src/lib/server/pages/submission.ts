import { periodLabel } from '#core/period.ts';
import { datasetOf } from '#datasets/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { bytes } from '#lib/server/access/guard.ts';
import { filesFor, may } from '#lib/server/access/rights.ts';
import { signingRefusal } from '#lib/server/intake/submit.ts';
import { submissionOf, submissionsOf, type Submission } from '#lib/server/intake/submit-view.ts';
import { dayIn, filingsOf, type State } from '#lib/server/ledger/filings.ts';
import { institutionOf } from '#lib/server/ledger/institutions.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { daysLeft } from './due-words.ts';
import { isOpen, sayState, type Said } from './filing-state.ts';
import { countFindings, type FindingCounts } from './findings.ts';
import { exactMoment, shortDay, shortMoment } from '#core/moment.ts';
import { stepsOf } from './submission-steps.ts';

/** Who did something at the command line, where nobody is signed in. */
const nobody = '控制台';

/** One version of a filing in the list of versions. */
export interface Version extends Said {
	readonly id: number;
	readonly number: number;
	readonly receipt: string;
	readonly fileName: string;
	readonly rows: number | null;
	readonly uploaded: string;
	readonly inForce: boolean;
	/** Its rows are kept, so that it can be compared. */
	readonly comparable: boolean;
}

/** States in which the rows are kept. */
const withRows: ReadonlySet<State> = new Set(['explaining', 'ready', 'accepted', 'returned']);

/** Every version of a filing, newest first. */
export function versionsOf(ledger: Ledger, asker: Asker, filing: number): Version[] {
	return submissionsOf(ledger, asker, filing).map((one) => ({
		...sayState(one.state),
		id: one.id,
		number: one.number,
		receipt: one.receipt,
		fileName: one.fileName,
		rows: one.rows,
		uploaded: shortMoment(one.uploadedAt),
		inForce: one.inForce,
		comparable: withRows.has(one.state) || one.acceptedAt !== null
	}));
}

/** What the filer must know before anything else: which data count now. */
function safety(submission: Submission, versions: readonly Version[]): string {
	const inForce = versions.filter((version) => version.inForce);
	if (submission.inForce) return '本次报送已入库，正在使用';
	if (inForce.length) return `原有数据未受影响，第${inForce.map((one) => one.number).join('、')}次报送仍有效`;
	return '尚无数据入库，汇总数未受影响';
}

function actions(submission: Submission, asker: Asker, counts: FindingCounts, newest: boolean) {
	const own = filesFor(asker, submission.institution);
	const current = own && newest;
	const refusal = signingRefusal(asker, {
		state: submission.state,
		uploadedBy: submission.uploadedBy?.id ?? null
	});
	const ready = current && submission.state === 'ready';
	return {
		upload: current && !['received', 'checking'].includes(submission.state),
		explain: current && ['explaining', 'ready'].includes(submission.state) && counts.explainable > 0,
		sign: ready && refusal === null,
		/** Why somebody else must sign, if that is all that is missing. */
		unsigned: ready ? refusal : null,
		withdraw: current && isOpen(submission.state),
		giveBack: may(asker, 'review') && ['accepted', 'ready', 'explaining'].includes(submission.state)
	};
}

/** How the file was read where it was not written in the normal form, a sentence for each column. */
const readingNotes = (submission: Submission): string[] =>
	submission.notes
		.filter(({ from, to }) => from !== to)
		.map(({ column, count, line, from, to }) => {
			const label = datasetOf(submission.dataset).columns[column]?.label ?? column;
			return `“${label}”${count} 处，如第${line}行的“${from}”已识别为“${to}”`;
		});

/** Everything the page of a submission shows but its findings. */
export function submissionView(ledger: Ledger, asker: Asker, submission: Submission) {
	const { id, institution: filer, dataset: form, period } = submission;
	const [filing] = filingsOf(ledger, asker, { id: submission.filing });
	const dataset = datasetOf(form);
	const institution = institutionOf(ledger, filer);
	const versions = versionsOf(ledger, asker, submission.filing);
	const counts = countFindings(ledger, id);
	const newest = versions[0]?.id === id;
	const due = filing?.dueOn;
	const owed = isOpen(submission.state) && (!filing?.inForce || filing.returnedAt !== null);
	return {
		id,
		number: submission.number,
		receipt: submission.receipt,
		state: submission.state,
		said: sayState(submission.state),
		dataset: { id: dataset.id, label: dataset.label },
		institution: { id: filer, shortName: institution.shortName, name: institution.name },
		period,
		periodLabel: periodLabel(period),
		file: { name: submission.fileName, size: bytes(submission.size), sha256: submission.sha256 },
		rows: submission.rows,
		progress: submission.progress,
		failure: submission.failure,
		uploaded: { by: submission.uploadedBy?.name ?? nobody, at: shortMoment(submission.uploadedAt) },
		signed: signature(submission),
		due: due ? { on: shortDay(due), left: owed ? daysLeft(dayIn(ledger.now()), due) : null } : null,
		returned:
			filing?.returnedAt && filing.returnedReason
				? { reason: filing.returnedReason, at: shortMoment(filing.returnedAt) }
				: null,
		safety: safety(submission, versions),
		counts,
		steps: stepsOf(submission, counts),
		notes: readingNotes(submission),
		may: actions(submission, asker, counts, newest),
		newest,
		versions
	};
}

const signature = (submission: Submission) =>
	submission.signedAt
		? { by: submission.signedBy?.name ?? nobody, at: exactMoment(submission.signedAt) }
		: null;

/** 页面 of a submission, as data for the template. */
export type SubmissionView = ReturnType<typeof submissionView>;

/** How far checking has come: what the page asks while it waits. */
export function progressOf(ledger: Ledger, asker: Asker, id: number) {
	const { state, progress } = submissionOf(ledger, asker, id);
	return { state, progress, waiting: state === 'received' || state === 'checking' };
}

/** What a printed receipt says. */
export function receiptOf(ledger: Ledger, asker: Asker, id: number) {
	const submission = submissionOf(ledger, asker, id);
	const institution = institutionOf(ledger, submission.institution);
	return {
		id,
		number: submission.receipt,
		dataset: datasetOf(submission.dataset).label,
		period: periodLabel(submission.period),
		institution: institution.name,
		uscc: institution.uscc,
		version: submission.number,
		fileName: submission.fileName,
		size: bytes(submission.size),
		sha256: submission.sha256,
		rows: submission.rows,
		state: submission.inForce ? '已入库，正在使用' : sayState(submission.state).label,
		counts: countFindings(ledger, id),
		uploaded: { by: submission.uploadedBy?.name ?? nobody, at: exactMoment(submission.uploadedAt) },
		signed: signature(submission),
		acceptedAt: submission.acceptedAt && exactMoment(submission.acceptedAt),
		printed: { by: asker.name, at: exactMoment(ledger.now().toISOString()) }
	};
}
