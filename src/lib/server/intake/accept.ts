import { faultPoint } from '#faults';
import { isDate, lastMonth } from '#core/period.ts';
import { datasetOf } from '#datasets/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { demandProof } from '#lib/server/access/proof.ts';
import { may } from '#lib/server/access/rights.ts';
import { enqueue } from '#lib/server/jobs/queue.ts';
import { deleteFacts } from '#lib/server/ledger/facts.ts';
import type { State } from '#lib/server/ledger/filings.ts';
import { bumpVersions } from '#lib/server/ledger/in-force.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { demand, files, Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { markDirty, rebuild } from '#lib/server/warehouse/rebuild.ts';

interface Subject {
	readonly id: number;
	readonly filing: number;
	readonly number: number;
	readonly receipt: string;
	readonly mode: 'complete' | 'additions';
	readonly state: State;
	readonly rows: number | null;
	readonly uploadedBy: number | null;
	readonly acceptedAt: string | null;
	readonly endedAt: string | null;
	readonly dataset: string;
	readonly institution: string;
	readonly period: string;
}

function subjectOf(
	ledger: Ledger,
	asker: Asker,
	id: number,
	allowed: (subject: Subject) => boolean
): Subject {
	const found = prepared(
		ledger.db,
		`select s.id, s.filing, s.number, s.receipt, s.mode, s.state, s.rows, s.uploadedBy, s.acceptedAt, s.endedAt,
			f.dataset, f.institution, f.period from submission s join filing f on f.id = s.filing where s.id = ?`
	).get(id) as Subject | undefined;
	demand(found !== undefined && allowed(found));
	return found;
}

/** When what the accepted rows change is rolled up: with the acceptance, by the server's queue, or by the caller. */
export type Rebuild = 'now' | 'later' | 'mine';

/** Longest file whose month is rolled up in the accepting transaction. */
const small = 20_000;

/** A register changes many months and a long file takes its time: both are rolled up by the queue. */
const usual = (subject: Subject): Rebuild =>
	datasetOf(subject.dataset).nature === 'register' || (subject.rows ?? 0) > small ? 'later' : 'now';

/** Why the asker may not sign, in a sentence; `null` if they may. Whoever uploaded a file does not sign it. */
export function signingRefusal(
	asker: Asker,
	subject: { state: State; uploadedBy: number | null }
): string | null {
	if (subject.state === 'explaining') return '还有质量提示没有填写说明';
	if (subject.state === 'refused') return '有须修改的错误，请改正后重新报送';
	if (subject.state !== 'ready') return '该批次现在不能签署';
	if (asker.user !== null && asker.user === subject.uploadedBy) return '须由本机构另一位人员复核签署';
	return null;
}

/** Signs and so accepts a checked submission: its rows count from now on, its predecessor's no longer. */
export function sign(
	ledger: Ledger,
	asker: Asker,
	id: number,
	options: { rebuild?: Rebuild } = {}
): { receipt: string; acceptedAt: string } {
	const signed = ledger.db
		.transaction(() => {
			const subject = subjectOf(ledger, asker, id, (one) => files(asker, one.institution));
			const refusal = signingRefusal(asker, subject);
			if (refusal) throw new Refused(refusal);
			demandProof(ledger, asker, { second: true });
			const acceptedAt = supersede(ledger, subject);
			prepared(
				ledger.db,
				`update submission set state = 'accepted', signedBy = @user, signedAt = @at, acceptedAt = @at where id = @id`
			).run({ id, user: asker.user, at: acceptedAt });
			prepared(
				ledger.db,
				'update filing set returnedReason = null, returnedBy = null, returnedAt = null where id = ?'
			).run(subject.filing);
			bumpVersions(ledger, subject.dataset, subject.period);
			markDirty(ledger, subject.dataset, subject.period);
			record(ledger, asker, 'submission.accept', `submission:${id}`, { receipt: subject.receipt });
			const when = options.rebuild ?? usual(subject);
			if (when === 'now') rebuild(ledger, { dirtyOnly: true, periods: [lastMonth(subject.period)] });
			if (when !== 'mine' && isStale(ledger)) enqueue(ledger, 'rebuild', {}, 'rebuild');
			faultPoint('sign.signing');
			return { receipt: subject.receipt, acceptedAt };
		})
		.immediate();
	faultPoint('sign.signed');
	return signed;
}

/** Whether cells are out of date. */
export const isStale = (ledger: Ledger): boolean =>
	prepared(ledger.db, 'select 1 from cell_state where dirtySince is not null limit 1').get() !== undefined;

/** Ends what was in force or still open before; answers the moment of acceptance, which never lies before its predecessor's. */
function supersede(ledger: Ledger, subject: Subject): string {
	const before = prepared(
		ledger.db,
		'select id, acceptedAt, number from submission where filing = ? and acceptedAt is not null and endedAt is null'
	).all(subject.filing) as { id: number; acceptedAt: string; number: number }[];
	const newer = before.find((one) => one.id > subject.id);
	if (newer) throw new Refused(`已被第 ${newer.number} 次报送替代`);
	const latest = before.map((one) => Date.parse(one.acceptedAt) + 1);
	const at = new Date(Math.max(ledger.now().getTime(), ...latest)).toISOString();
	if (subject.mode === 'additions') return at;
	for (const one of before)
		prepared(ledger.db, `update submission set state = 'superseded', endedAt = ? where id = ?`).run(
			at,
			one.id
		);
	const open = prepared(
		ledger.db,
		`select id from submission where filing = ? and id < ? and state in ('received', 'refused', 'explaining', 'ready', 'failed')`
	)
		.pluck()
		.all(subject.filing, subject.id) as number[];
	for (const id of open) {
		deleteFacts(ledger, datasetOf(subject.dataset), id);
		prepared(ledger.db, `update submission set state = 'superseded' where id = ?`).run(id);
	}
	return at;
}

/** Returns a submission with a reason and a new due date. One in force stays so until its successor is accepted. */
export function giveBack(
	ledger: Ledger,
	asker: Asker,
	id: number,
	given: { reason: string; dueOn: string }
): void {
	const reason = given.reason.trim();
	if ([...reason].length < 5) throw new Refused('请写明退回原因', 400);
	if (!isDate(given.dueOn)) throw new Refused('新的报送期限应如 2026-10-20', 400);
	ledger.db
		.transaction(() => {
			const subject = subjectOf(ledger, asker, id, () => may(asker, 'review'));
			if (!['accepted', 'ready', 'explaining'].includes(subject.state))
				throw new Refused('该批次现在不能退回');
			prepared(ledger.db, `update submission set state = 'returned' where id = ?`).run(id);
			prepared(
				ledger.db,
				'update filing set returnedReason = ?, returnedBy = ?, returnedAt = ?, dueOn = ? where id = ?'
			).run(reason.slice(0, 1000), asker.user, ledger.now().toISOString(), given.dueOn, subject.filing);
			record(ledger, asker, 'submission.return', `submission:${id}`, { reason, dueOn: given.dueOn });
		})
		.immediate();
}

/** Takes back a submission that is not yet accepted. Its file and receipt stay, its rows do not. */
export function withdraw(ledger: Ledger, asker: Asker, id: number): void {
	ledger.db
		.transaction(() => {
			const subject = subjectOf(ledger, asker, id, (one) => files(asker, one.institution));
			if (subject.acceptedAt !== null || ['superseded', 'withdrawn'].includes(subject.state))
				throw new Refused('该批次不能撤回');
			deleteFacts(ledger, datasetOf(subject.dataset), id);
			prepared(ledger.db, `update submission set state = 'withdrawn' where id = ?`).run(id);
			prepared(ledger.db, `update job set state = 'done' where once = ? and state = 'queued'`).run(
				`check:${id}`
			);
			record(ledger, asker, 'submission.withdraw', `submission:${id}`);
		})
		.immediate();
}
