/** Prints a table for people. */
export function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
	console.log(`\n### ${title}\n`);
	for (const row of [head, head.map(() => '---'), ...rows]) console.log(`| ${row.join(' | ')} |`);
}

/** The middle of the times. */
export const median = (times: readonly number[]): number =>
	[...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
