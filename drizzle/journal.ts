/** One migration in the order they apply; the hash guards against an edited history. */
export interface JournalEntry {
	readonly tag: string;
	readonly sha256: string;
}
