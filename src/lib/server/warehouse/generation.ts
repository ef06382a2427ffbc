import { prepared, type Ledger } from '../ledger/open.ts';

interface Kept {
	generation: string;
	readonly values: Map<string, unknown>;
	/** Within one question nothing is looked at twice. */
	held: boolean;
}
const kept = new WeakMap<Ledger, Kept>();

/** Changes whenever anything in the ledger does, by this connection or another. */
function generation(ledger: Ledger): string {
	const version = prepared(ledger.db, 'pragma data_version').pluck().get() as number;
	const changes = prepared(ledger.db, 'select total_changes()').pluck().get() as number;
	return `${version}:${changes}`;
}

function current(ledger: Ledger): Kept {
	const found = kept.get(ledger);
	if (found?.held) return found;
	const now = generation(ledger);
	if (found?.generation === now) return found;
	const fresh: Kept = { generation: now, values: new Map(), held: false };
	kept.set(ledger, fresh);
	return fresh;
}

/** What `build` returned since the ledger last changed; built anew after any change. */
export function sinceChange<T>(ledger: Ledger, key: string, build: () => T): T {
	const { values } = current(ledger);
	if (!values.has(key)) values.set(key, build());
	return values.get(key) as T;
}

/** Answers one question from one state of the ledger: whether it changed is asked once, not at every look. */
export function inOneState<T>(ledger: Ledger, answer: () => T): T {
	const state = current(ledger);
	if (state.held) return answer();
	state.held = true;
	try {
		return answer();
	} finally {
		state.held = false;
	}
}
