import { fail, redirect } from '@sveltejs/kit';
import { formUploadLimit } from '#lib/server/access/guard.ts';
import { filerOf } from '#lib/server/access/rights.ts';
import { noSlot, takeSlot } from '#lib/server/access/upload-slots.ts';
import { receive } from '#lib/server/intake/submit.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { refusalIn } from '#lib/server/ledger/trouble.ts';
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
		const release = takeSlot(filerOf(locals.asker!) ?? String(locals.asker!.user));
		if (!release) return fail(503, { message: noSlot });
		let id: number;
		try {
			const form = await formOf(request);
			const file = form.get('file');
			if (!(file instanceof File) || !file.size)
				return fail(400, { message: '请选择要上传的文件。原有数据未受影响。' });
			if (file.size > formUploadLimit)
				return fail(413, { message: '文件较大，请在启用脚本的浏览器中上传。原有数据未受影响。' });
			({ submission: id } = await receive(ledger(), locals.asker!, {
				...params,
				fileName: file.name,
				mode: form.get('mode') === 'additions' ? 'additions' : 'complete',
				source: new Uint8Array(await file.arrayBuffer())
			}));
		} catch (cause) {
			const refused = refusalIn(cause);
			if (!refused) throw cause;
			return fail(refused.status, { message: `${refused.message}。原有数据未受影响。` });
		} finally {
			release();
		}
		redirect(303, `/submissions/${id}`);
	}
};
