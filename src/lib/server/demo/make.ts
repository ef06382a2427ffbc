import { notePlace } from '#lib/server/ledger/in-place.ts';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountOf, demoAccounts, demoPassword, type DemoAccount } from '#demo/accounts.ts';
import { rebased } from '#demo/economy.ts';
import { institutionRows } from '#demo/filings/institutions.ts';
import { monthNumber } from '#demo/path.ts';
import type { Story } from '#demo/stories.ts';
import { world, type World } from '#demo/world.ts';
import { checkedAccount, enterAccount } from '#lib/server/access/accounts.ts';
import { hashPassword } from '#lib/server/access/password.ts';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import { check } from '#lib/server/intake/check-submission.ts';
import { explain, giveBack, receive, sign } from '#lib/server/intake/submit.ts';
import { loadPublished } from '#lib/server/intake/published.ts';
import { runChild } from '#lib/server/jobs/child.ts';
import { recordBreak } from '#lib/server/ledger/breaks.ts';
import { ensureFilings } from '#lib/server/ledger/filings.ts';
import { addInstitution } from '#lib/server/ledger/institutions.ts';
import { declareDemo, type Ledger } from '#lib/server/ledger/open.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { keepAtHand } from '#lib/server/warehouse/input.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { timed, type Timed } from './calendar.ts';
import { explanationFor } from './explanation.ts';
import { monthList, type WrittenFile, type WrittenMonth } from './written.ts';

/** Minutes from upload to check: the next file comes in meanwhile. */
const afterUpload = 6.5;

/** What is being made, and how far it has come in per cent. */
export type OnProgress = (stage: string, percent: number) => void;

/** A ledger whose clock is set by hand. */
type Clocked = Ledger & { at: Date };

function clocked(ledger: Ledger): Clocked {
	const clock: Clocked = {
		dir: ledger.dir,
		db: ledger.db,
		at: new Date('2023-09-01T01:00:00Z'),
		now: () => clock.at,
		demo: true,
		close: () => ledger.close()
	};
	return clock;
}

/** Fills an empty ledger with the demonstration: every file goes the same way as a real one, by the same steps. */
export async function makeDemo(
	ledger: Ledger,
	options: { small?: boolean; onProgress?: OnProgress } = {}
): Promise<void> {
	const say = options.onProgress ?? (() => {});
	const made = world({ small: options.small ?? false });
	const clock = clocked(ledger);
	declareDemo(ledger);
	inHaste(ledger, true);
	const folder = join(ledger.dir, 'tmp', 'demo');
	try {
		for (const row of institutionRows(made)) addInstitution(clock, consoleAsker, row as never);
		const askers = await people(clock, demoAccounts(made));
		recordBreak(clock, consoleAsker, {
			dataset: 'roster',
			from: rebased,
			note: '名录按新标准重新认定，前后不可比'
		});
		const published = await loadPublished(clock);
		if (published.state !== 'accepted')
			throw new Error(`published figures refused: ${JSON.stringify(published.findings)}`);
		await handIn(clock, made, askers, folder, say);
		say('汇总', 90);
		keepAtHand(0);
		clock.at = new Date();
		rebuild(clock, {
			onProgress: ({ done, of }) => say('汇总', 90 + Math.floor((10 * done) / of))
		});
		say('完成', 100);
	} finally {
		inHaste(ledger, false);
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * Writes without waiting for the disk while the demonstration is made: nobody else reads it yet, and one that was cut
 * off is made again from the start.
 */
function inHaste({ db }: Ledger, haste: boolean): void {
	keepAtHand(haste ? 160_000 : 60_000);
	db.pragma(`synchronous = ${haste ? 'off' : 'full'}`);
	db.pragma(`cache_size = ${haste ? -200_000 : -32_000}`);
	db.pragma(`locking_mode = ${haste ? 'exclusive' : 'normal'}`);
	db.pragma(`journal_mode = ${haste ? 'memory' : 'wal'}`);
	// Another journal is another file, this time on purpose.
	notePlace(db);
}

/** Makes the accounts; who asks by name. One password is hashed for all of them. */
async function people(ledger: Clocked, accounts: readonly DemoAccount[]): Promise<Map<string, Asker>> {
	const password = await hashPassword(demoPassword);
	return ledger.db
		.transaction(() => {
			const made = accounts.map((one): [string, Asker] => {
				const { username, ...granted } = checkedAccount(one);
				const user = enterAccount(ledger, { username, ...granted }, password);
				record(ledger, consoleAsker, 'user.create', `user:${username}`, granted);
				// Whoever signs in the invented past has always just proved who they are.
				return [username, { user, ...granted, proof: { at: '9999-12-31', second: false } }];
			});
			return new Map(made);
		})
		.immediate();
}

/** Hands in month after month while another process writes the files. */
async function handIn(
	clock: Clocked,
	made: World,
	askers: Askers,
	folder: string,
	say: OnProgress
): Promise<void> {
	const writer = { over: false, failure: undefined as unknown };
	const writing = runChild('src/lib/server/demo/write-files.ts', [folder, made.small ? 'small' : 'full'], {
		heap: 1024,
		memory: 1400
	})
		.catch((cause: unknown) => (writer.failure = cause))
		.finally(() => (writer.over = true));
	const months = monthNumber(made.last) - monthNumber(made.first) + 1;
	for (let done = 0; ;) {
		const list = monthList(folder, done);
		if (existsSync(list)) {
			const month = JSON.parse(readFileSync(list, 'utf8')) as WrittenMonth;
			say('报送、校验、入库', Math.min(89, Math.floor((89 * done) / months)));
			if (month.period >= made.first) ensureFilings(clock, month.period);
			await throughIntake(clock, askers, timed(month));
			done += 1;
		} else if (writer.over) break;
		else await Promise.race([writing, sleep(100)]);
	}
	if (writer.failure) throw writer.failure;
}

type Askers = ReadonlyMap<string, Asker>;

/** Hands the files in one after another; while one is checked, the next is already being stored. */
async function throughIntake(clock: Clocked, askers: Askers, files: readonly Timed[]): Promise<void> {
	let next = files[0] && handedIn(clock, askers, files[0]);
	for (const [at, one] of files.entries()) {
		const { submission } = await next!;
		const following = files[at + 1];
		next = following && handedIn(clock, askers, following);
		// Its failure is thrown where it is awaited, in the next round; until then it must not end the process.
		next?.catch(() => {});
		await way(clock, askers, one, submission);
	}
}

/** Receives one file at its own moment. */
function handedIn(clock: Clocked, askers: Askers, { file, at }: Timed): Promise<{ submission: number }> {
	return receive({ ...clock, now: () => at }, askers.get(accountOf(file.institution, 'maker'))!, {
		dataset: file.dataset,
		institution: file.institution,
		period: file.period,
		fileName: file.name,
		source: file.path,
		check: 'mine',
		...(file.mode === 'additions' && { mode: file.mode })
	});
}

/** One received file from its checks to where its story leaves it. */
async function way(clock: Clocked, askers: Askers, { file, at }: Timed, submission: number): Promise<void> {
	const [maker, checker] = [
		askers.get(accountOf(file.institution, 'maker'))!,
		askers.get(accountOf(file.institution, 'checker'))!
	];
	clock.at = at;
	later(clock, afterUpload);
	let { state } = await check(clock, submission);
	const expected = outcome(file.then);
	if (state === 'explaining' && expected === 'accepted') {
		later(clock, 1);
		({ state } = explain(clock, maker, submission, { all: true }, explanationFor(file.dataset)));
	}
	if (state === 'ready' && expected === 'accepted') {
		later(clock, 1);
		sign(clock, checker, submission, { rebuild: 'mine' });
		state = 'accepted';
	}
	if (state !== expected)
		throw new Error(`${expected} expected, ${state} found: ${complaint(clock, file, submission)}`);
	if (typeof file.then === 'object' && file.then.kind === 'returnedFirst') {
		later(clock, 60);
		giveBack(clock, askers.get('analyst')!, submission, {
			reason: file.then.reason,
			dueOn: file.then.newDue
		});
	}
}

const outcome = (then: WrittenFile['then']): 'accepted' | 'refused' | 'explaining' => {
	const kind: Story['kind'] | 'accept' | 'open' = typeof then === 'object' ? then.kind : then;
	return kind === 'refusedFirst' ? 'refused' : kind === 'open' ? 'explaining' : 'accepted';
};

function later(clock: Clocked, minutes: number): void {
	clock.at = new Date(clock.at.getTime() + minutes * 60_000);
}

/** The findings that should not have been, for whoever mends the demonstration. */
function complaint(ledger: Ledger, file: WrittenFile, submission: number): string {
	const found = ledger.db
		.prepare(
			`select "check" || ' ' || "where" || ' ' || coalesce(seen, '') || ' ' || message from finding where submission = ? limit 5`
		)
		.pluck()
		.all(submission);
	const failure = ledger.db.prepare('select failure from submission where id = ?').pluck().get(submission);
	return `${file.dataset} ${file.institution} ${file.period}\n${[failure, ...found].filter(Boolean).join('\n')}`;
}
