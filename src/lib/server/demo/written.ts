import { join } from 'node:path';
import type { Period } from '#core/period.ts';
import type { DemoFiling } from '#demo/filings/index.ts';
import type { Story } from '#demo/stories.ts';

/** A file of the demonstration on disk, and what its filer does with it. */
export interface WrittenFile extends Omit<DemoFiling, 'rows'> {
	readonly path: string;
	readonly name: string;
	readonly then: 'accept' | 'open' | Story;
}

/** All files handed in for one month. */
export interface WrittenMonth {
	readonly period: Period;
	readonly files: readonly WrittenFile[];
}

/** Where the list of a month's files lies, months counted from 0; it is there once all of them are. */
export const monthList = (folder: string, month: number): string => join(folder, `month-${month}.json`);
