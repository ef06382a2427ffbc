/** One migration in the order they apply; the hash guards against an edited history. */
export interface JournalEntry {
	readonly tag: string;
	readonly sha256: string;
	/** Tables it adds rows to or takes rows from on purpose; any other must keep as many as it has. */
	readonly changes?: readonly string[];
}
