const longest = 2048;
const secret =
	/("?(?:password|passwd|token|session|cookie|authorization|secret|otp|密码|口令|验证码|恢复码)"?\s*[=:：]\s*"?)(?:(?:bearer|basic)\s+)?[^\s"&,;]+/gi;
const code = /(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])/g;

/** A text fit for one line of a log: no control characters, no secrets, no credit codes, cut at 2 KB. */
export const loggable = (text: string): string =>
	text
		// A code or a secret may stand across the cut: what lies well beyond it is not looked at.
		.slice(0, 4 * longest)
		.replace(secret, '$1***')
		.replace(code, (found) => `${found.slice(0, 4)}****${found.slice(-4)}`)
		.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
		.slice(0, longest)
		.toWellFormed();

/** Writes one line of JSON to the log. */
export function log(
	level: 'info' | 'error',
	event: string,
	detail: Readonly<
		Record<string, string | number | boolean | null | undefined | readonly (string | number)[]>
	> = {}
): void {
	const line = { at: new Date().toISOString(), level, event, ...detail };
	const text = JSON.stringify(line, (_, value: unknown) =>
		typeof value === 'string' ? loggable(value) : value
	);
	(level === 'error' ? console.error : console.log)(text);
}
