import { grouped } from '#core/number.ts';
import { datasetOf } from '#datasets/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import { difference, type ChangeKind } from '#lib/server/intake/versions.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { demand } from '#lib/server/ledger/scope.ts';
import { versionsOf } from './submission.ts';

/** Rows on one page of a comparison. */
export const comparedPerPage = 50;

/** Two versions of a filing side by side; without a word about the other, the version just before. */
export function differenceView(
	ledger: Ledger,
	asker: Asker,
	id: number,
	query: { with: number | null; kind: ChangeKind | null; page: number }
) {
	const after = submissionOf(ledger, asker, id);
	const others = versionsOf(ledger, asker, after.filing).filter((one) => one.id !== id && one.comparable);
	const before = others.find((one) => one.id === query.with) ?? others.find((one) => one.id < id);
	demand(before !== undefined, '没有可比较的另一次报送');
	const { columns, label } = datasetOf(after.dataset);
	const { counts, rows } = difference(ledger, asker, before.id, id, {
		...(query.kind && { kind: query.kind }),
		offset: (query.page - 1) * comparedPerPage,
		limit: comparedPerPage
	});
	const named = (name: string): string => columns[name]?.label ?? name;
	const read = (name: string, text: string): string =>
		columns[name]?.kind === 'money' ? grouped(text) : text;
	return {
		id,
		label,
		period: after.period,
		institution: after.institution,
		before: { id: before.id, number: before.number },
		after: { number: after.number },
		counts,
		total: query.kind ? counts[query.kind] : counts.added + counts.removed + counts.changed,
		page: query.page,
		size: comparedPerPage,
		rows: rows.map((row) => ({
			...row,
			key: Object.entries(row.key).map(([name, value]) => ({ label: named(name), value })),
			columns: row.columns.map((change) => ({
				column: named(change.column),
				before: read(change.column, change.before),
				after: read(change.column, change.after)
			}))
		}))
	};
}
