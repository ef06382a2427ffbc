import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { inBeijing } from '#core/moment.ts';
import { shelved } from './shelf.ts';
import type { Manifest } from './manifest.ts';

/** How many backups stay: the newest of so many hours, days and months that have one. */
export const kept = { hours: 48, days: 35, months: 24 } as const;

/** Backups from before an upgrade stay longer than their hour, so that one can go back to the old version. */
const upgrades = 5;
/** Of ledgers that were not sound: enough to look into, beside the last good ones. */
const faulty = 2;

type One = Pick<Manifest, 'name' | 'kind' | 'madeAt' | 'faults'>;

/** The newest of each of the latest so many stretches of time. */
function newestOf(newestFirst: readonly One[], stretch: (madeAt: string) => string, most: number): One[] {
	const seen = new Set<string>();
	return newestFirst.filter(({ madeAt }) => {
		const key = stretch(madeAt);
		if (seen.has(key) || seen.size >= most) return false;
		seen.add(key);
		return true;
	});
}

/** The backups that need not stay any longer, given all of one ledger, newest first. A faulty one never stands for a good one. */
export function outdated(all: readonly One[]): string[] {
	const good = all.filter((one) => !one.faults.length);
	const stays = new Set(
		[
			...newestOf(good, (at) => inBeijing(at).slice(0, 13), kept.hours),
			...newestOf(good, (at) => inBeijing(at).slice(0, 10), kept.days),
			...newestOf(good, (at) => inBeijing(at).slice(0, 7), kept.months),
			...good.filter(({ kind }) => kind === 'migration').slice(0, upgrades),
			...all.filter((one) => one.faults.length).slice(0, faulty)
		].map(({ name }) => name)
	);
	return all.filter(({ name }) => !stays.has(name)).map(({ name }) => name);
}

/** Removes the backups of a ledger that need not stay, never the one just made. Filed files stay: later backups name them too. */
export function rotate(shelf: string, ledger: string, fresh: string): string[] {
	const gone = outdated(shelved(shelf, ledger)).filter((name) => name !== fresh);
	for (const name of gone) rmSync(join(shelf, name), { recursive: true, force: true });
	return gone;
}
