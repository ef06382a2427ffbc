import { datasetOf } from '#datasets/index.ts';
import type { Dataset } from '#datasets/define.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { maskedValue, type Masks } from '#lib/server/access/masking.ts';
import { restored } from '#lib/server/ledger/facts.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { demand, Refused } from '#lib/server/ledger/scope.ts';
import { show } from './check-show.ts';
import { masksOf } from './findings.ts';
import { submissionOf } from './submit-view.ts';

/** How a row differs between two versions. */
export type ChangeKind = 'added' | 'removed' | 'changed';

/** A row that differs, by its key. */
export interface RowChange {
	readonly kind: ChangeKind;
	/** Key columns and their values as a clerk writes them. */
	readonly key: Readonly<Record<string, string>>;
	/** Physical lines in the earlier and the later file. */
	readonly before: number | null;
	readonly after: number | null;
	/** For a changed row: each column that differs, before and after. */
	readonly columns: readonly { readonly column: string; readonly before: string; readonly after: string }[];
}

/** Two versions compared by key. */
export interface Difference {
	readonly counts: Readonly<Record<ChangeKind | 'same', number>>;
	readonly rows: readonly RowChange[];
}

type Stored = string | number | null;

/** Reads rows of the two versions side by side, those of one kind, in the order of the file. */
function sides(dataset: Dataset, kind: ChangeKind): string {
	const table = factTableName(dataset);
	const names = Object.keys(dataset.columns).map((name) => `"${name}"`);
	const same = dataset.key.map((name) => `a."${name}" = b."${name}"`).join(' and ');
	const rest = Object.keys(dataset.columns).filter((name) => !dataset.key.includes(name));
	const differs = rest.map((name) => `a."${name}" is not b."${name}"`).join(' or ') || '0';
	const versions = `with a as materialized (select line, ${names.join(', ')} from ${table} where submission = @before),
		b as materialized (select line, ${names.join(', ')} from ${table} where submission = @after)`;
	const columns = (side: string) => [`${side}.line`, ...names.map((name) => `${side}.${name}`)].join(', ');
	if (kind === 'changed')
		return `${versions} select ${columns('a')}, ${columns('b')} from b join a on ${same} where ${differs} order by b.line`;
	const [mine, other] = kind === 'added' ? ['b', 'a'] : ['a', 'b'];
	return `${versions} select ${columns(mine)} from ${mine} where not exists (select 1 from ${other} where ${same}) order by ${mine}.line`;
}

/** What changed from one version of a filing to another, by key, column by column. */
export function difference(
	ledger: Ledger,
	asker: Asker,
	before: number,
	after: number,
	page: { kind?: ChangeKind; offset?: number; limit?: number } = {}
): Difference {
	const [earlier, later] = [submissionOf(ledger, asker, before), submissionOf(ledger, asker, after)];
	demand(earlier.dataset === later.dataset && earlier.institution === later.institution);
	const dataset = datasetOf(earlier.dataset);
	const masks = masksOf(ledger, asker, after);
	const countOf = (id: number) =>
		prepared(ledger.db, `select count(*) from ${factTableName(dataset)} where submission = ?`)
			.pluck()
			.get(id) as number;
	for (const one of [earlier, later])
		if (countOf(one.id) === 0 && one.rows)
			throw new Refused(`第 ${one.number} 次报送未通过校验，没有可比较的明细`);
	const counted = (kind: ChangeKind): number =>
		prepared(ledger.db, `select count(*) from (${sides(dataset, kind)})`)
			.pluck()
			.get({ before, after }) as number;
	const counts = { added: counted('added'), removed: counted('removed'), changed: counted('changed') };
	const kinds: readonly ChangeKind[] = page.kind ? [page.kind] : ['changed', 'added', 'removed'];
	const rows: RowChange[] = [];
	let skip = page.offset ?? 0;
	let left = Math.min(page.limit ?? 100, 10_000);
	for (const kind of kinds) {
		if (left <= 0) break;
		const found = prepared(ledger.db, `${sides(dataset, kind)} limit @limit offset @skip`)
			.raw()
			.all({ before, after, limit: left, skip }) as Stored[][];
		rows.push(...found.map((values) => change(dataset, kind, values, masks)));
		skip = Math.max(0, skip - counts[kind]);
		left -= found.length;
	}
	return { counts: { ...counts, same: countOf(after) - counts.added - counts.changed }, rows };
}

function change(dataset: Dataset, kind: ChangeKind, values: readonly Stored[], masks: Masks): RowChange {
	const names = Object.keys(dataset.columns);
	const shown = (name: string, value: Stored): string =>
		maskedValue(
			masks,
			dataset.columns[name],
			show(dataset.columns[name]!, restored(dataset.columns[name]!.kind, value))
		);
	const [line, ...first] = values.slice(0, names.length + 1);
	const key = Object.fromEntries(dataset.key.map((name) => [name, shown(name, first[names.indexOf(name)]!)]));
	if (kind === 'added') return { kind, key, before: null, after: line as number, columns: [] };
	if (kind === 'removed') return { kind, key, before: line as number, after: null, columns: [] };
	const [after, ...second] = values.slice(names.length + 1);
	const columns = names.flatMap((column, at) =>
		first[at] === second[at]
			? []
			: [{ column, before: shown(column, first[at]!), after: shown(column, second[at]!) }]
	);
	return { kind, key, before: line as number, after: after as number, columns };
}
