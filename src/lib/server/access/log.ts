const longest = 2048;
const secret = /("?(?:password|token|session|cookie|authorization)"?\s*[=:]\s*"?)[^\s"&,;]+/gi;
const code = /\b[0-9A-HJ-NPQRTUWXY]{18}\b/g;

/** A text fit for one line of a log: no control characters, no secrets, no credit codes, cut at 2 KB. */
export const loggable = (text: string): string =>
	text
		.replace(secret, '$1***')
		.replace(code, (found) => `${found.slice(0, 4)}****${found.slice(-4)}`)
		.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
		.slice(0, longest);

/** Writes one line of JSON to the log. */
export function log(
	level: 'info' | 'error',
	event: string,
	detail: Readonly<Record<string, unknown>> = {}
): void {
	const line = { at: new Date().toISOString(), level, event, ...detail };
	const text = JSON.stringify(line, (_, value: unknown) =>
		typeof value === 'string' ? loggable(value) : value
	);
	(level === 'error' ? console.error : console.log)(text);
}
