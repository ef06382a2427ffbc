import { faultPoint } from '#faults';
import { frequencyOf, isPeriod, periodLabel, startOf, type Period } from '#core/period.ts';
import { datasets } from '#datasets/index.ts';
import type { Dataset } from '#datasets/define.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { may } from '#lib/server/access/rights.ts';
import { enqueue } from '#lib/server/jobs/queue.ts';
import { storeFile } from '#lib/server/ledger/files.ts';
import { dayIn, filingFor, owes } from '#lib/server/ledger/filings.ts';
import { institutions, type Institution } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { demand, files, Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { turn } from '#lib/server/ledger/turn.ts';

/** A file somebody hands in, and what for. */
export interface Handed {
	readonly dataset: string;
	readonly institution: string;
	readonly period: Period;
	readonly fileName: string;
	/** A path, the bytes, or a stream of them. */
	readonly source: Parameters<typeof storeFile>[1];
	/** Registers only: 全量 or 增量. */
	readonly mode?: 'complete' | 'additions';
	/** Whether the server's queue is to check it, or whoever called. */
	readonly check?: 'queue' | 'mine';
	/** Whether the same file, if it is the newest and waits for an explanation or a signature, is gone on with. */
	readonly resume?: boolean;
}

/** 回执: what the filer gets for a file. */
export interface Received {
	readonly submission: number;
	readonly receipt: string;
	/** 第 n 次报送. */
	readonly number: number;
	readonly sha256: string;
	readonly size: number;
	/** It had come in before and waits: nothing was entered. */
	readonly resumed?: true;
}

/** Whether a dataset is filed for a period of this kind; registers also come in for single months. */
function takes(dataset: Dataset, period: Period): boolean {
	if (!isPeriod(period)) return false;
	const kind = frequencyOf(period);
	return (
		kind === dataset.every ||
		(kind === 'month' && (dataset.every === 'event' || dataset.nature === 'register'))
	);
}

type Target = Pick<Handed, 'dataset' | 'institution' | 'period' | 'mode'>;

/** The dataset, filer and period of a filing the asker may file; refuses with a sentence. */
export function filingTarget(
	ledger: Ledger,
	asker: Asker,
	given: Target
): { dataset: Dataset; institution: Institution } {
	demand(files(asker, given.institution));
	const target = filingSubject(ledger, asker, given);
	const { institution, dataset } = target;
	if (startOf(given.period) > dayIn(ledger.now()))
		throw new Refused(`${periodLabel(given.period)}还没有开始，不能报送；请核对期间`, 400);
	if (asker.user !== null && !owes(dataset, institution, given.period))
		throw new Refused(
			`${institution.shortName}在${periodLabel(given.period)}不在报送范围（自 ${institution.from} 起${institution.until ? `，至 ${institution.until} 止` : ''}）；请核对期间`,
			400
		);
	return target;
}

/** The dataset and filer of a filing there may be, whoever files it; refuses with a sentence. */
export function filingSubject(
	ledger: Ledger,
	asker: Asker,
	given: Target
): { dataset: Dataset; institution: Institution } {
	const dataset = datasets.get(given.dataset);
	const institution = institutions(ledger).find(({ id }) => id === given.institution);
	demand(dataset !== undefined && institution !== undefined);
	if (!takes(dataset, given.period))
		throw new Refused(`${dataset.label}不按“${given.period}”这样的期间报送`, 400);
	const owed = dataset.filerIds?.includes(institution.id) ?? dataset.filers.includes(institution.kind);
	const byOperator = !dataset.filers.length && !dataset.filerIds && asker.user === null;
	if (!owed && !byOperator) throw new Refused(`${institution.shortName}不报送${dataset.label}`, 400);
	if (given.mode === 'additions' && dataset.nature !== 'register')
		throw new Refused(`${dataset.label}只能全量报送`, 400);
	return { dataset, institution };
}

/** What people called the file, without path and control characters. */
const named = (fileName: string): string =>
	[
		...fileName
			.normalize('NFC')
			.replace(/^.*[\\/]/s, '')
			.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
	]
		.slice(-200)
		.join('') || '未命名';

/** Takes a file in: stored as filed, numbered, with a receipt. The same file again is refused with its first receipt. */
export async function receive(ledger: Ledger, asker: Asker, given: Handed): Promise<Received> {
	const target = filingTarget(ledger, asker, given);
	const { sha256, size } = await storeFile(ledger, given.source);
	await turn(ledger);
	const received = ledger.db
		.transaction(() => {
			const entered = enter(ledger, asker, given, target, sha256, size);
			faultPoint('receive.entering');
			return entered;
		})
		.immediate();
	faultPoint('receive.entered');
	return received;
}

/** Has a refused or failed file checked again, as when a parameter it lacked has been entered since. */
export function recheck(ledger: Ledger, asker: Asker, submission: number): void {
	ledger.db
		.transaction(() => {
			const found = prepared(
				ledger.db,
				'select s.state, f.institution from submission s join filing f on f.id = s.filing where s.id = ?'
			).get(submission) as { state: string; institution: string } | undefined;
			demand(found !== undefined && (files(asker, found.institution) || may(asker, 'review')));
			if (!['refused', 'failed'].includes(found.state)) throw new Refused('该批次不需要重新校验');
			prepared(ledger.db, `update submission set state = 'received', failure = null where id = ?`).run(
				submission
			);
			enqueue(ledger, 'check', { submission }, `check:${submission}`);
			record(ledger, asker, 'submission.recheck', `submission:${submission}`);
		})
		.immediate();
}

/** The filing's newest submission, if it is this very file and waits for an explanation or a signature. */
const waitingSame = (
	ledger: Ledger,
	filing: number,
	sha256: string,
	mode: string
): Pick<Received, 'submission' | 'receipt' | 'number'> | undefined =>
	prepared(
		ledger.db,
		`select id as submission, receipt, number from submission
		where id = (select max(id) from submission where filing = ?) and sha256 = ? and mode = ?
			and state in ('explaining', 'ready')`
	).get(filing, sha256, mode) as Pick<Received, 'submission' | 'receipt' | 'number'> | undefined;

function enter(
	ledger: Ledger,
	asker: Asker,
	given: Handed,
	{ dataset, institution }: { dataset: Dataset; institution: Institution },
	sha256: string,
	size: number
): Received {
	const filing = filingFor(ledger, dataset, institution, given.period);
	const waiting = given.resume && waitingSame(ledger, filing, sha256, given.mode ?? 'complete');
	if (waiting) return { ...waiting, sha256, size, resumed: true };
	const same = prepared(
		ledger.db,
		`select number, receipt from submission
		where filing = ? and sha256 = ? and state not in ('withdrawn', 'failed') order by id limit 1`
	).get(filing, sha256) as { number: number; receipt: string } | undefined;
	if (same)
		throw new Refused(`与第 ${same.number} 次报送的文件完全相同（回执 ${same.receipt}），无须重复报送`);
	const number =
		(prepared(ledger.db, 'select coalesce(max(number), 0) from submission where filing = ?')
			.pluck()
			.get(filing) as number) + 1;
	const count = prepared(
		ledger.db,
		`select count(*) from submission s join filing f on f.id = s.filing where f.institution = ? and f.period = ?`
	)
		.pluck()
		.get(institution.id, given.period) as number;
	const receipt = `${given.period}-${institution.id}-${String(count + 1).padStart(4, '0')}`;
	const { lastInsertRowid } = prepared(
		ledger.db,
		`insert into submission (filing, number, receipt, fileName, sha256, size, mode, state, uploadedBy, uploadedAt)
		values (?, ?, ?, ?, ?, ?, ?, 'received', ?, ?)`
	).run(
		filing,
		number,
		receipt,
		named(given.fileName),
		sha256,
		size,
		given.mode ?? 'complete',
		asker.user,
		ledger.now().toISOString()
	);
	const submission = Number(lastInsertRowid);
	if (given.check !== 'mine') enqueue(ledger, 'check', { submission }, `check:${submission}`);
	record(ledger, asker, 'submission.receive', `submission:${submission}`, {
		receipt,
		dataset: dataset.id,
		institution: institution.id,
		period: given.period,
		fileName: named(given.fileName),
		sha256,
		size
	});
	return { submission, receipt, number, sha256, size };
}
