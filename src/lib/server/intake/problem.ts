/** What the reader says about one place of a file, before any row has a meaning. Becomes a finding of the check. */
export interface SyntaxProblem {
	readonly check: string;
	/** Physical line, `null` for the whole file. */
	readonly line: number | null;
	/** Column name of the dataset, if it is about one. */
	readonly column: string | null;
	/** `存量!E1047`, `第12行 第5字段` or `全表`. */
	readonly where: string;
	readonly seen: string | null;
	readonly message: string;
	readonly remedy: string;
}

/** The checks that reading itself can fail; each is a file in `src/checks`. */
export const syntax = {
	/** The container: format, completeness, file name, `.log`. */
	file: 'S01',
	/** Structure and encoding: fields per line, characters, row order. */
	structure: 'S02',
	/** The template's fingerprint and header block against the filing. */
	fingerprint: 'S05',
	/** A required column is missing, or no header was found. */
	header: 'S06',
	/** A column the form does not have, or one given twice. */
	unknownColumn: 'S07'
} as const;

/** Ends the reading of a file that cannot be trusted any further. `readFile` turns it into a problem. */
export class BadFile extends Error {
	readonly remedy: string;
	readonly check: string;
	readonly line: number | null;
	readonly where: string;
	readonly seen: string | null;

	constructor(
		message: string,
		remedy: string,
		at: { check?: string; line?: number; where?: string; seen?: string } = {}
	) {
		super(message);
		this.remedy = remedy;
		this.check = at.check ?? syntax.file;
		this.line = at.line ?? null;
		this.where = at.where ?? '全表';
		this.seen = at.seen ?? null;
	}

	problem(): SyntaxProblem {
		const { check, line, where, seen, message, remedy } = this;
		return { check, line, column: null, where, seen, message, remedy };
	}
}
