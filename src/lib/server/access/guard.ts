const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Largest body of anything but an upload, in bytes. */
export const formLimit = 256 * 1024;

/** Largest form that carries lists or a page of explanations. */
export const longForm = 2 * 1024 * 1024;

/** Largest file the plain form takes where a page has no script; larger files are streamed. */
export const formUploadLimit = 8 * 1024 * 1024;

/** Why a request is refused before anybody looks at who is asking. */
export interface Refusal {
	readonly status: 403 | 411 | 413 | 429 | 503;
	readonly message: string;
	readonly retryAfter?: number;
}

/** Whether a request that changes something comes from our own pages: its Origin is ours, and the browser agrees. */
export function isOwn(request: Request, origin: string): boolean {
	if (safe.has(request.method)) return true;
	const site = request.headers.get('sec-fetch-site');
	return request.headers.get('origin') === origin && (site === null || site === 'same-origin');
}

/** Refuses a body that is too long, or that hides how long it is, everywhere but on upload routes. */
export function bodyRefusal(request: Request, most: number): Refusal | null {
	if (safe.has(request.method)) return null;
	const length = request.headers.get('content-length');
	if (length === null && request.headers.has('transfer-encoding'))
		return { status: 411, message: '请求没有说明长度，已拒绝。原有数据未受影响。' };
	if (Number(length ?? 0) > most)
		return { status: 413, message: `内容超过上限（${bytes(most)}），已拒绝。原有数据未受影响。` };
	return null;
}

/** A size as people say it: `60 MB`. */
export function bytes(count: number): string {
	if (count < 1024) return `${count} 字节`;
	if (count < 1024 * 1024) return `${(count / 1024).toFixed(count < 10_240 ? 1 : 0)} KB`;
	if (count < 10 * 1024 ** 3) return `${(count / 1024 ** 2).toFixed(count < 10 * 1024 ** 2 ? 1 : 0)} MB`;
	return `${(count / 1024 ** 3).toFixed(0)} GB`;
}
