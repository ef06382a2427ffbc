import { prepared, type Ledger } from '../ledger/open.ts';

interface Kept {
	generation: string;
	readonly values: Map<string, unknown>;
}
const kept = new WeakMap<Ledger, Kept>();

/** Changes whenever anything in the ledger does, by this connection or another. */
function generation(ledger: Ledger): string {
	const version = prepared(ledger.db, 'pragma data_version').pluck().get() as number;
	const changes = prepared(ledger.db, 'select total_changes()').pluck().get() as number;
	return `${version}:${changes}`;
}

/** What `build` returned since the ledger last changed; built anew after any change. */
export function sinceChange<T>(ledger: Ledger, key: string, build: () => T): T {
	const now = generation(ledger);
	let found = kept.get(ledger);
	if (!found || found.generation !== now) kept.set(ledger, (found = { generation: now, values: new Map() }));
	if (!found.values.has(key)) found.values.set(key, build());
	return found.values.get(key) as T;
}
