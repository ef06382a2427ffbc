import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { NeedsProof } from '#lib/server/access/proof.ts';
import { refusalIn } from '#lib/server/ledger/trouble.ts';

/** Where somebody proves who they are before a grave act, and comes back from. */
const places = { confirm: '/account/confirm', enrol: '/account/second-factor' } as const;

/** Runs one act of a page and says what came of it. What is refused is said on the page; who must first prove themselves is led there and back. */
export async function acting<T extends object>(
	event: RequestEvent,
	doing: (form: FormData) => Promise<T | string> | T | string
) {
	const form = await formOf(event.request);
	try {
		const said = await doing(form);
		return typeof said === 'string' ? { said } : said;
	} catch (cause) {
		if (cause instanceof NeedsProof) {
			const here = event.url.pathname + event.url.search.replace(/\?\/\w+&?/, '?').replace(/\?$/, '');
			redirect(303, `${places[cause.wants]}?next=${encodeURIComponent(here)}`);
		}
		const refused = refusalIn(cause);
		if (!refused) throw cause;
		if (refused.status === 403 || refused.status === 404) event.locals.refused = true;
		return fail(refused.status, { message: refused.message });
	}
}

/** The form of a request; one that cannot be read is the sender's mistake, not ours. */
export const formOf = (request: Request): Promise<FormData> =>
	request.formData().catch(() => error(400, '表单无法读取，请从本平台页面提交。原有数据未受影响。'));

/** A field of a form as text, trimmed and no longer than it may be. */
export const field = (form: FormData, name: string, longest = 100): string =>
	String(form.get(name) ?? '')
		.trim()
		.slice(0, longest);
