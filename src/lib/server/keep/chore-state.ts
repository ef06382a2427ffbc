import { prepared, type Ledger } from '#lib/server/ledger/open.ts';

/** What is done by the clock, and what people call it. */
export const choreLabels = {
	backup: '定时备份',
	anchor: '留存审计链首',
	archive: '归档审计记录',
	dormant: '停用久未登录账号',
	compare: '汇总与明细核对',
	prune: '清理过期任务和临时文件'
} as const;

export type ChoreId = keyof typeof choreLabels;

/** How a chore went last. */
export interface ChoreState {
	/** When it ended. */
	readonly at: string;
	/** The moment it was due that it stands for. */
	readonly due: string;
	readonly ok: boolean;
	/** What came of it, in words. */
	readonly said: string;
	/** After a failure: not again before. */
	readonly again?: string;
}

const keyOf = (id: ChoreId): string => `chore.${id}`;

/** How a chore went last; `null` if it never ran. */
export function choreState(ledger: Pick<Ledger, 'db'>, id: ChoreId): ChoreState | null {
	const text = prepared(ledger.db, 'select value from setting where key = ?').pluck().get(keyOf(id)) as
		string | undefined;
	return text === undefined ? null : (JSON.parse(text) as ChoreState);
}

/** Remembers how a chore went. */
export function noteChore(ledger: Pick<Ledger, 'db'>, id: ChoreId, state: ChoreState): void {
	prepared(ledger.db, 'insert or replace into setting (key, value) values (?, ?)').run(
		keyOf(id),
		JSON.stringify(state)
	);
}

/** What is wrong with the numbers, found by the nightly comparison; `null` if nothing is. */
export function alarmOf(ledger: Pick<Ledger, 'db'>): string | null {
	const state = choreState(ledger, 'compare');
	return state && !state.ok && !state.again ? state.said : null;
}
