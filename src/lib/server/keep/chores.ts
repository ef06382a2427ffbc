import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import { closeDormant } from '#lib/server/access/accounts.ts';
import { log } from '#lib/server/access/log.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { anchorTrail, archiveTrail } from '#lib/server/ledger/trail-keep.ts';
import { troubleIn } from '#lib/server/ledger/trouble.ts';
import { turn } from '#lib/server/ledger/turn.ts';
import { backUp } from './backup-run.ts';
import { choreState, noteChore, type ChoreId } from './chore-state.ts';
import { compare, comparedWords } from './compare.ts';
import { prune } from './prune.ts';
import { isDue, lastDue, type Schedule } from './schedule.ts';
import { noteWhole } from './start-check.ts';

/** What came of a chore: whether all is well, in words. A failure throws, and is tried again. */
type Came = readonly [ok: boolean, said: string];

/** Something that is done by the clock. */
interface Chore {
	readonly schedule: Schedule;
	/** In an invented ledger time stands still, and it can be made again: little of this makes sense there. */
	readonly demo: boolean;
	run(ledger: Ledger, signal: AbortSignal, asker: Pick<Asker, 'user'>): Promise<Came> | Came;
}

const nightly = (hour: number, minute: number): Schedule => ({ every: 'day', hour, minute });

/** Everything that is done by the clock, in the order in which it is done when several are due. */
export const chores: Readonly<Record<ChoreId, Chore>> = {
	anchor: {
		schedule: nightly(0, 10),
		demo: false,
		run(ledger) {
			const anchor = anchorTrail(ledger);
			return [true, anchor ? `已留存到第 ${anchor.seq} 条` : '没有新的记录'];
		}
	},
	backup: {
		schedule: { every: 'hour', minute: 5 },
		demo: false,
		async run(ledger, signal, asker) {
			const done = await backUp(ledger, asker, asker.user === null ? 'hourly' : 'asked', signal);
			if (done.faults.length) return [false, `已备份 ${done.name}，但账本有问题：${done.faults[0]}`];
			noteWhole(ledger);
			return [true, `${done.name} 核验通过`];
		}
	},
	dormant: {
		schedule: nightly(3, 20),
		demo: false,
		run(ledger) {
			const closed = closeDormant(ledger);
			return [true, closed.length ? `停用 ${closed.join('、')}` : '没有久未登录的账号'];
		}
	},
	archive: {
		schedule: nightly(3, 10),
		demo: false,
		run(ledger) {
			const archive = archiveTrail(ledger);
			return [true, archive ? `已归档到第 ${archive.through} 条` : '没有过期的记录'];
		}
	},
	prune: {
		schedule: nightly(3, 30),
		demo: true,
		run(ledger) {
			const { jobs, files } = prune(ledger);
			return [true, `清理任务 ${jobs} 项、临时文件 ${files} 个`];
		}
	},
	compare: {
		schedule: nightly(2, 30),
		demo: true,
		async run(ledger, signal) {
			const found = await compare(ledger, signal);
			return [!found.differs.length && !found.files.length, comparedWords(found)];
		}
	}
};

/** The chores of a ledger, real or invented. */
export const choresOf = (ledger: Pick<Ledger, 'demo'>): ChoreId[] =>
	(Object.keys(chores) as ChoreId[]).filter((id) => !ledger.demo || chores[id].demo);

const retryAfter = 10 * 60_000;

async function run(
	ledger: Ledger,
	id: ChoreId,
	signal: AbortSignal,
	asker: Pick<Asker, 'user'> = { user: null }
): Promise<void> {
	const due = lastDue(chores[id].schedule, ledger.now()).toISOString();
	const note = (ok: boolean, said: string, failed = false): void =>
		noteChore(ledger, id, {
			at: ledger.now().toISOString(),
			due,
			ok,
			said,
			...(failed && { again: new Date(ledger.now().getTime() + retryAfter).toISOString() })
		});
	try {
		await turn(ledger);
		const came = await chores[id].run(ledger, signal, asker);
		await turn(ledger);
		note(...came);
	} catch (cause) {
		if (signal.aborted) return;
		const said = troubleIn(cause);
		log('error', 'chore failed', { chore: id, fault: said });
		await turn(ledger);
		note(false, said, true);
	}
}

interface Clockwork {
	/** What is being done just now. */
	busy: ChoreId | null;
	begin(id: ChoreId, asker: Pick<Asker, 'user'>): Promise<void>;
	stop(): Promise<void>;
}
const ticking = Symbol.for('techfin.chores');
const held = globalThis as { [ticking]?: Clockwork };

/** What is being done by the clock in this process just now. */
export const choreBusy = (): ChoreId | null => held[ticking]?.busy ?? null;

/** Starts doing things by the clock, one at a time, beginning with what was missed; the answer stops it and waits for it. */
export function startChores(
	ledger: Ledger,
	options: { every?: number; after?: number; signal?: AbortSignal } = {}
): () => Promise<void> {
	if (held[ticking]) return held[ticking].stop;
	const stop = new AbortController();
	options.signal?.addEventListener('abort', () => stop.abort());
	const since = ledger.now();
	let working: Promise<void> = Promise.resolve();
	const work: Clockwork = {
		busy: null,
		begin(id, asker) {
			work.busy = id;
			return (working = run(ledger, id, stop.signal, asker).finally(() => (work.busy = null)));
		},
		async stop() {
			stop.abort();
			clearTimeout(first);
			clearInterval(timer);
			await working.catch(() => undefined);
			delete held[ticking];
		}
	};
	const tick = async (): Promise<void> => {
		for (const id of choresOf(ledger)) {
			if (work.busy || stop.signal.aborted) return;
			const missed = ledger.demo ? 'skip' : 'run';
			if (isDue(chores[id].schedule, choreState(ledger, id), ledger.now(), { since, missed }))
				await work.begin(id, consoleAsker);
		}
	};
	const safely = (): void =>
		void tick().catch((cause: unknown) => log('error', 'chores failed', { fault: String(cause) }));
	const first = setTimeout(safely, options.after ?? 5_000).unref();
	const timer = setInterval(safely, options.every ?? 20_000).unref();
	held[ticking] = work;
	return work.stop;
}

/** Begins a chore now because somebody asks for it; answers when it has begun. */
export function askFor(id: ChoreId, asker: Pick<Asker, 'user'>): void {
	const work = held[ticking];
	if (!work) throw new Refused('后台任务没有在运行，请联系运维人员', 503);
	if (work.busy) throw new Refused('后台正在办理另一项任务，请稍后再试');
	work.begin(id, asker).catch((cause: unknown) => log('error', 'chores failed', { fault: String(cause) }));
}
