import { download } from '#lib/server/access/headers.ts';
import { templateFor } from '#lib/server/intake/template-for.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { answering, answeringLater } from '#lib/server/pages/answering.ts';
import { filingAddress } from '#lib/server/pages/filing.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const asker = locals.asker!;
	const { dataset, institution } = answering(() => filingAddress(ledger(), asker, params));
	const file = await answeringLater(() => templateFor(ledger(), asker, params));
	return download(file, `${dataset.label}_${institution.shortName}_${params.period}.xlsx`);
};
