import { openReader } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import type { Answered, Asked } from './messages.ts';
import { works, type WorkName } from './works.ts';

const parent = process.ppid;
const ledger = openReader(process.argv[2]!);
process.once('disconnect', () => process.exit(0));

async function answer({ id, name, asker, given }: Asked): Promise<Answered> {
	ledger.noted.length = 0;
	try {
		const work = works[name as WorkName] as (...all: unknown[]) => unknown;
		const value = await work(ledger, asker, ...given);
		return { id, noted: [...ledger.noted], value };
	} catch (cause) {
		if (cause instanceof Refused)
			return { id, noted: [...ledger.noted], refused: cause.message, status: cause.status };
		if (cause instanceof RangeError) return { id, noted: [], range: cause.message };
		return { id, noted: [], fault: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) };
	}
}

// One question at a time: the server sends the next when it has the answer.
process.on('message', (asked: Asked) => {
	if (process.ppid !== parent) process.exit(1);
	void answer(asked).then((said) => process.send?.(said));
});
process.send?.({ ready: true });
