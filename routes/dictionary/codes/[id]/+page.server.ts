import { error } from '@sveltejs/kit';
import { codeLists } from '#codes/index.ts';
import type { PageServerLoad } from './$types';

const size = 200;

export const load: PageServerLoad = ({ params, url }) => {
	const list = codeLists.get(params.id);
	if (!list) error(404, '没有这份代码');
	const word = (url.searchParams.get('q') ?? '').trim().slice(0, 60);
	const found = list.codes.filter(({ code, label }) => code.startsWith(word) || label.includes(word));
	const page = Math.min(
		Math.max(1, Math.trunc(Number(url.searchParams.get('page'))) || 1),
		Math.ceil(found.length / size) || 1
	);
	return {
		list: { id: list.id, label: list.label, source: list.source, count: list.codes.length },
		word,
		page,
		size,
		total: found.length,
		codes: found.slice((page - 1) * size, page * size).map((one) => ({
			...one,
			parent: one.parent ? `${one.parent} ${list.at.get(one.parent)?.label ?? ''}` : ''
		}))
	};
};
