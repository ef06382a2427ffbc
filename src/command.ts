import type { Ledger } from '#lib/server/ledger/open.ts';
import { existingLedger, type Values } from './asked.ts';

/** What a command gives back: a value for `--json`, lines for people, and whether it was refused with findings. */
export interface Outcome {
	readonly value: unknown;
	readonly lines: readonly string[];
	readonly refused?: boolean;
}

/** One command of the command line. */
export interface Command {
	readonly usage: string;
	readonly about: string;
	/** Words after the command: `submit FILE`. */
	readonly words: readonly string[];
	readonly options: Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>;
	readonly needs?: readonly string[];
	run(given: { words: readonly string[]; values: Values; data: string }): Promise<Outcome> | Outcome;
}

export const string = { type: 'string' } as const;
export const boolean = { type: 'boolean' } as const;
export const strings = { type: 'string', multiple: true } as const;

/** Opens the ledger of a folder for one piece of work. */
export async function withLedger<T>(data: string, work: (ledger: Ledger) => T | Promise<T>): Promise<T> {
	const ledger = existingLedger(data);
	try {
		return await work(ledger);
	} finally {
		ledger.close();
	}
}
