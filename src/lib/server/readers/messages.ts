import type { Asker } from '#lib/server/access/asker.ts';
import type { Noted } from '#lib/server/ledger/open.ts';

/** What the server asks a reader. */
export interface Asked {
	readonly id: number;
	readonly name: string;
	readonly asker: Asker;
	readonly given: readonly unknown[];
}

/** What a reader answers: a value, or why there is none. */
export type Answered = { readonly id: number; readonly noted: readonly Noted[] } & (
	| { readonly value: unknown }
	| { readonly refused: string; readonly status: number }
	/** The question makes no sense: an unknown indicator, key or period. */
	| { readonly range: string }
	| { readonly fault: string }
);
