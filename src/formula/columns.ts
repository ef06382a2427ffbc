import type { Period } from '#core/period.ts';
import type { Fact } from './source.ts';
import { storedForm } from './memory.ts';
import type { Stored } from './test.ts';

/** Rows of a source column by column, as the roll-up reads them. */
export interface Columns {
	readonly count: number;
	readonly cells: ReadonlyMap<string, readonly Stored[]>;
	readonly filers: readonly string[];
	/** The month each row counts for. */
	readonly months: readonly Period[];
}

/** The named columns of rows held in memory. */
export const columnsOfFacts = (facts: readonly Fact[], names: Iterable<string>): Columns => ({
	count: facts.length,
	cells: new Map([...names].map((name) => [name, facts.map((fact) => storedForm(fact.values[name]))])),
	filers: facts.map((fact) => fact.filer),
	months: facts.map((fact) => fact.month)
});
