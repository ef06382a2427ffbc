/** How a thing was found. */
export type Verdict = 'well' | 'note' | 'wrong';

/** The same in words. */
export const verdictLabels: Readonly<Record<Verdict, string>> = {
	well: '正常',
	note: '注意',
	wrong: '有误'
};

/** One thing that was looked at. */
export interface Line {
	readonly what: string;
	readonly verdict: Verdict;
	/** What was found. */
	readonly found: string;
	/** What to do about it. */
	readonly remedy?: string;
}

export const well = (what: string, found: string): Line => ({ what, verdict: 'well', found });
export const note = (what: string, found: string, remedy: string): Line => ({
	what,
	verdict: 'note',
	found,
	remedy
});
export const wrong = (what: string, found: string, remedy: string): Line => ({
	what,
	verdict: 'wrong',
	found,
	remedy
});

/** Looks at something; a look that itself fails is a line as well. */
export async function looked(
	what: string,
	look: () => Line | readonly Line[] | Promise<Line | readonly Line[]>
): Promise<readonly Line[]> {
	try {
		return [await look()].flat();
	} catch (cause) {
		const why = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]!.slice(0, 200);
		return [wrong(what, `不能检查（${why}）`, '请把本页发给技术支持。')];
	}
}
