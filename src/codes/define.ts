/** One entry of a code list: the official code, its Chinese name, and where it sits if the list is a tree. */
export interface Code {
	readonly code: string;
	readonly label: string;
	readonly parent?: string;
	/** First and last day it may be used; open if absent. */
	readonly from?: string;
	readonly until?: string;
	readonly note?: string;
}

/** A closed list of official codes, in official order (the order used everywhere). */
export interface CodeList {
	readonly id: string;
	readonly label: string;
	readonly codes: readonly Code[];
	/** Where the list comes from. */
	readonly source: string;
	readonly at: ReadonlyMap<string, Code>;
	readonly byLabel: ReadonlyMap<string, Code>;
}

const isList = (codes: object): codes is readonly Code[] => Array.isArray(codes);

/**
 * Declares a code list. `codes` maps code → Chinese label, or to a record with parent and dates; a plain list
 * keeps an order that number-like keys would lose.
 */
export function defineCodes(declared: {
	id: string;
	label: string;
	source: string;
	codes: Record<string, string | Omit<Code, 'code'>> | readonly Code[];
	/** Other ways people write a label, alias → code. */
	aliases?: Record<string, string>;
}): CodeList {
	const codes = isList(declared.codes)
		? declared.codes
		: Object.entries(declared.codes).map(([code, entry]): Code =>
				typeof entry === 'string' ? { code, label: entry } : { code, ...entry }
			);
	const at = new Map(codes.map((entry) => [entry.code, entry]));
	const byLabel = new Map(codes.map((entry) => [entry.label, entry]));
	for (const [alias, code] of Object.entries(declared.aliases ?? {})) {
		const entry = at.get(code);
		if (!entry) throw new TypeError(`alias of an unknown code: ${alias}`);
		byLabel.set(alias, entry);
	}
	return Object.freeze({
		id: declared.id,
		label: declared.label,
		source: declared.source,
		codes,
		at,
		byLabel
	});
}

/** A code and everything below it in the tree. */
export function withChildren(list: CodeList, code: string): string[] {
	const below = list.codes
		.filter((entry) => entry.parent === code)
		.flatMap((entry) => withChildren(list, entry.code));
	return [code, ...below];
}
