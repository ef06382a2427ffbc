import { exportMark } from '#lib/server/access/export-mark.ts';
import { download } from '#lib/server/access/headers.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { formOf } from '#lib/server/pages/acting.ts';
import { answering } from '#lib/server/pages/answering.ts';
import { csvText } from '#lib/server/publish/csv-text.ts';
import { lookUpAll } from '#lib/server/pages/roster.ts';
import type { RequestHandler } from './$types';

const head = ['查询', '结果', '企业名称', '统一社会信用代码', '所在区', '规模', '行业', '持有类别'];

/** The same look-up as a file. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const pasted = String((await formOf(request)).get('list') ?? '');
	const lines = answering(() => lookUpAll(ledger(), locals.asker!, pasted, null));
	const rows = lines.flatMap(({ line, found }) =>
		found.length
			? found.map((one) => [
					line,
					one.labels.length ? '在册' : '曾在册',
					one.name,
					one.uscc,
					one.district,
					one.size,
					one.industry,
					one.labels.join('、')
				])
			: [[line, '不在名录', '', '', '', '', '', '']]
	);
	return download(csvText([head, ...rows, [exportMark(ledger(), locals.asker!)]]), '名录批量查询.csv');
};
