import type { Period } from '#core/period.ts';
import type { Observation, ObserveQuery } from './types.ts';

/** Which number (of one period), and which page of the rows behind it. */
export interface PassportQuery extends ObserveQuery {
	/** Which of the formula's aggregates the rows are of; the first if absent. */
	readonly leaf?: number;
	readonly offset?: number;
	readonly limit?: number;
}

/** One aggregate the number is made of. */
export interface PassportLeaf {
	/** 《存量单位贷款信息》中月末在名录内的“贷款余额折人民币”合计. */
	readonly words: string;
	readonly source: string;
	/** The period it is read at; another than the number's where the formula looks back. */
	readonly period: Period;
	/** Exact, in base units (分, count, 10⁻⁵ %), as a whole number or a fraction n/d; `null` without a value. */
	readonly value: string | null;
	readonly reason?: string;
	/** Total of the city although the number is of a part. */
	readonly overall: boolean;
	/** Cells it was added up from; empty if it was read from the rows. */
	readonly cells: readonly PassportCell[];
}

export interface PassportCell {
	readonly cube: string;
	readonly dims: string;
	readonly keys: readonly string[];
	readonly month: Period;
	readonly value: string;
}

/** A file the number rests on. */
export interface PassportSubmission {
	readonly id: number;
	readonly dataset: string;
	readonly datasetLabel: string;
	readonly institution: string;
	readonly institutionName: string;
	readonly period: Period;
	readonly number: number;
	readonly receipt: string;
	readonly fileName: string;
	readonly sha256: string;
	/** Where the aggregate's columns stand in the filer's own file: `存量!T3:T1202`. */
	readonly ranges: readonly string[];
	readonly uploadedBy: string | null;
	readonly signedBy: string | null;
	readonly acceptedAt: string;
	/** What this file adds to the first aggregate, where it can be told apart. */
	readonly contribution: string | null;
	/** The version this one replaced, and what it had added. */
	readonly replaced: {
		readonly number: number;
		readonly receipt: string;
		readonly acceptedAt: string;
		readonly contribution: string | null;
		readonly difference: string | null;
	} | null;
}

/** A cell of a row behind the number, with where it stands in the filer's own file. */
export interface PassportFactCell {
	readonly column: string;
	readonly label: string;
	readonly value: string;
	/** `存量!T15`; the line alone where the column has no letter. */
	readonly where: string;
	/** Whether the aggregate sums up or counts this cell. */
	readonly counted: boolean;
}

export interface PassportFact {
	readonly submission: number | null;
	readonly institution: string;
	readonly line: number | null;
	readonly cells: readonly PassportFactCell[];
	/** Whether it does not say which enterprise it is about. */
	readonly masked: boolean;
}

/** 数字护照: where one number comes from, down to the file and cell. */
export interface Passport {
	readonly indicator: {
		readonly id: string;
		readonly code: string;
		readonly label: string;
		readonly definition: string;
		readonly basis: string;
		readonly unit: string;
		readonly filedBy: string;
	};
	/** The formula in words. */
	readonly formula: string;
	readonly observation: Observation;
	/** Why it is not published, if it is not: never which other number made it so. */
	readonly withheld: readonly string[];
	readonly leaves: readonly PassportLeaf[];
	readonly submissions: readonly PassportSubmission[];
	readonly facts: {
		readonly leaf: number;
		readonly total: number;
		readonly offset: number;
		readonly rows: readonly PassportFact[];
		/** Whether the asker may see only part of the rows, or none. */
		readonly withheld: boolean;
	};
}
