import { fail, redirect } from '@sveltejs/kit';
import { formUploadLimit } from '#lib/server/access/guard.ts';
import { receive } from '#lib/server/intake/submit.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { formOf } from '#lib/server/pages/acting.ts';
import { answering } from '#lib/server/pages/answering.ts';
import { filingAddress, filingView } from '#lib/server/pages/filing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	answering(() => ({ filing: filingView(ledger(), locals.asker!, params) }));

export const actions: Actions = {
	/** The way in without script; with script the file is streamed to `upload`. */
	default: async ({ request, locals, params }) => {
		answering(() => filingAddress(ledger(), locals.asker!, params));
		const form = await formOf(request);
		const file = form.get('file');
		if (!(file instanceof File) || !file.size)
			return fail(400, { message: '请选择要上传的文件。原有数据未受影响。' });
		if (file.size > formUploadLimit)
			return fail(413, { message: '文件较大，请在启用脚本的浏览器中上传。原有数据未受影响。' });
		let id: number;
		try {
			({ submission: id } = await receive(ledger(), locals.asker!, {
				...params,
				fileName: file.name,
				mode: form.get('mode') === 'additions' ? 'additions' : 'complete',
				source: new Uint8Array(await file.arrayBuffer())
			}));
		} catch (cause) {
			if (!(cause instanceof Refused)) throw cause;
			return fail(cause.status, { message: `${cause.message}。原有数据未受影响。` });
		}
		redirect(303, `/submissions/${id}`);
	}
};
