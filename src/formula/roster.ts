import { labels } from '#codes/label.ts';
import type rosterDataset from '#datasets/roster.ts';
import type { Enrolled, Fact } from './source.ts';

const order = new Map(labels.codes.map(({ code }, at) => [code, at]));
const text = (fact: Fact, column: keyof typeof rosterDataset.columns): string =>
	String(fact.values[column] ?? '');

/** Enterprises from the roster's rows of a day: their labels together, the rest from the row that began last. */
export function enrol(rows: readonly Fact[]): Map<string, Enrolled> {
	const found = new Map<string, { held: Set<string>; since: string; fact: Fact }>();
	for (const fact of rows) {
		const uscc = text(fact, 'uscc');
		const since = text(fact, 'validFrom');
		const before = found.get(uscc);
		if (!before) found.set(uscc, { held: new Set([text(fact, 'label')]), since, fact });
		else {
			before.held.add(text(fact, 'label'));
			if (since >= before.since) Object.assign(before, { since, fact });
		}
	}
	return new Map(
		[...found].map(([uscc, { held, fact }]) => [
			uscc,
			{
				uscc,
				labels: [...held].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
				district: text(fact, 'district'),
				industry: text(fact, 'industry'),
				size: text(fact, 'size'),
				ownership: text(fact, 'ownership') || null
			}
		])
	);
}
