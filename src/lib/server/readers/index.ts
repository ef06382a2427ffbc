import type { Asker } from '#lib/server/access/asker.ts';
import { seesSmallCells } from '#lib/server/access/rights.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { KeptAnswers } from './kept.ts';
import { Pool } from './pool.ts';
import { pageState } from './state.ts';
import type { Answer, Given, WorkName } from './works.ts';

const own = Symbol.for('techfin.readers');
interface Held {
	readonly pages: Pool;
	readonly files: Pool;
	readonly kept: KeptAnswers;
	/** Until when there is a crowd. */
	crowdUntil: number;
}
const everywhere = globalThis as { [own]?: WeakMap<Ledger, Held> };

/** How many answers are kept for the next reader who asks the same; some 300 KB each. Every institution has its own. */
const most = 240;
/** How long a page may still show what was true before the last signatures, where so many questions wait that nobody would see any otherwise. */
const oldest = 180_000;
const crowd = 4;
/** How long a crowd is taken to last after so many waited, in milliseconds. */
const lull = 10_000;
/** How long whoever changed something sees no page from before it, in milliseconds. */
const ownActs = 60_000;

function readers(ledger: Ledger): Held {
	const all = (everywhere[own] ??= new WeakMap());
	let found = all.get(ledger);
	if (!found) {
		found = {
			pages: new Pool(ledger, {
				work: 'page',
				size: 2,
				longest: 10_000,
				memory: 700,
				waiting: 200,
				patience: 15_000,
				each: 12,
				tooLong: '这一查询耗时过长，已停止。请缩小期间或减少细分后再试。',
				tooMany: () => '系统正忙，请稍后再试。原有数据未受影响。'
			}),
			files: new Pool(ledger, {
				size: 1,
				longest: 120_000,
				memory: 900,
				waiting: 30,
				patience: 120_000,
				each: 3,
				work: 'file',
				personal: true,
				tooLong: '生成文件耗时过长，已停止。请缩小期间或减少细分后再试。',
				tooMany: (before) => `前面还有 ${before} 个文件正在生成，请等它们完成后再试。`
			}),
			kept: new KeptAnswers({ most, oldest }),
			crowdUntil: 0
		};
		all.set(ledger, found);
	}
	return found;
}

/** Who asks, as far as it changes the answer. */
const kind = (asker: Asker): string => {
	const { role, institution, unit, clearance } = asker;
	return `${role} ${institution ?? ''} ${unit ?? ''} ${clearance} ${seesSmallCells(asker)}`;
};

const acted = new Map<string, number>();

/** Whoever has just changed what pages show sees it on every page from now on, however long they wait for it. */
export function seesOwnActs({ session }: Asker): void {
	const now = performance.now();
	for (const [one, until] of acted) if (until < now) acted.delete(one);
	if (session) acted.set(session, now + ownActs);
}

/** Works a page's data out in a reader. The answer is kept until the data change, and in a crowd a short while longer, for everybody who sees the same; who looks at enterprises asks anew each time, so that every look is on record. */
export function askKept<N extends WorkName>(
	ledger: Ledger,
	name: N,
	asker: Asker,
	...given: Given<N>
): Promise<Answer<N>> {
	const held = readers(ledger);
	const { pages, kept } = held;
	if (asker.purpose !== undefined) return pages.ask(name, asker, ...given);
	const { terms, data } = pageState(ledger);
	const question = `${name} ${kind(asker)} ${JSON.stringify(given)} ${terms}`;
	const now = performance.now();
	if (pages.load.waiting >= crowd) held.crowdUntil = now + lull;
	const patient = now < (acted.get(asker.session ?? '') ?? 0);
	return kept.answer(
		question,
		data,
		() => pages.ask(name, asker, ...given),
		!patient && now < held.crowdUntil
	);
}

/** Works something out in a reader, without keeping it. */
export const askApart = <N extends WorkName>(
	ledger: Ledger,
	name: N,
	asker: Asker,
	...given: Given<N>
): Promise<Answer<N>> => readers(ledger).pages.ask(name, asker, ...given);

/** Makes a file in the slower lane, one after the other, so that pages go on being answered. */
export const askFile = <N extends WorkName>(
	ledger: Ledger,
	name: N,
	asker: Asker,
	...given: Given<N>
): Promise<Answer<N>> => readers(ledger).files.ask(name, asker, ...given);

/** How busy the readers are. */
export const readersLoad = (ledger: Ledger) => ({
	pages: readers(ledger).pages.load,
	files: readers(ledger).files.load,
	kept: readers(ledger).kept.size
});

/** Ends the readers of a ledger. */
export function closeReaders(ledger: Ledger): void {
	const found = everywhere[own]?.get(ledger);
	found?.pages.close();
	found?.files.close();
	everywhere[own]?.delete(ledger);
}
