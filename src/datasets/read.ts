/** A cell as a file gives it, before any meaning: one per field, `null` where a row has no such cell. */
export interface RawCell {
	/** `date-number` is an Excel serial in a cell formatted as a date. */
	readonly kind: 'text' | 'number' | 'boolean' | 'error' | 'date-number';
	/** What the file holds: the text, the number as written in the file, `true`/`false`, `#DIV/0!`. */
	readonly text: string;
	/** The workbook counts dates from 1904. */
	readonly date1904?: boolean;
	/** The formula, if the cell has one. */
	readonly formula?: string;
	/** False when a formula was stored without a computed value. */
	readonly hasValue?: boolean;
}

/** What a cell means, with the form it was written in if that was not the normal one. */
export interface ReadValue {
	readonly value: string | number | boolean | readonly string[] | null;
	readonly normalisedFrom?: string;
}

/** Why a cell cannot be read: the check that says so, and how to mend it. */
export interface Unreadable {
	readonly check: string;
	readonly message: string;
	readonly remedy: string;
}
