import { json } from '@sveltejs/kit';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { limits } from '#lib/server/access/rate-limit.ts';
import { filerOf } from '#lib/server/access/rights.ts';
import { noSlot, takeSlot } from '#lib/server/access/upload-slots.ts';
import { receive } from '#lib/server/intake/submit.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { refusalIn } from '#lib/server/ledger/trouble.ts';
import type { RequestHandler } from './$types';

const refused = (status: number, message: string, retryAfter?: number): Response =>
	json({ message }, { status, headers: retryAfter ? { 'Retry-After': String(retryAfter) } : {} });

function fileNameOf(request: Request): string | null {
	try {
		return decodeURIComponent(request.headers.get('x-file-name') ?? '').slice(0, 300) || null;
	} catch {
		return null;
	}
}

/** Takes a file as it streams in and answers with its receipt; checking goes on by itself. */
export const PUT: RequestHandler = async ({ request, locals, params, url }) => {
	const fileName = fileNameOf(request);
	if (!fileName || !request.body) return refused(400, '没有收到文件。原有数据未受影响。');
	const asker = locals.asker!;
	// Counted against whoever sends, never against the institution that is only named.
	const sender = filerOf(asker) ?? String(asker.user);
	const wait = limits.upload.wait(sender, Date.now());
	if (wait) return refused(429, `上传过于频繁，请 ${Math.ceil(wait / 60)} 分钟后再试。`, wait);
	const release = takeSlot(sender);
	if (!release) return refused(503, noSlot, 10);
	limits.upload.note(sender, Date.now());
	try {
		const { submission, receipt } = await receive(ledger(), asker, {
			...params,
			fileName,
			mode: url.searchParams.get('mode') === 'additions' ? 'additions' : 'complete',
			source: Readable.fromWeb(request.body as ReadableStream)
		});
		return json({ submission, receipt }, { status: 201 });
	} catch (cause) {
		const refusal = refusalIn(cause);
		if (refusal) return refused(refusal.status, `${refusal.message}。原有数据未受影响。`);
		throw cause;
	} finally {
		release();
	}
};
