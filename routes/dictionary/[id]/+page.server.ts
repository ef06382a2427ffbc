import { error } from '@sveltejs/kit';
import { dictionary } from '#lib/server/pages/dictionary.ts';
import type { PageServerLoad } from './$types';

/** Longer code lists are led to rather than printed with every dataset that uses them. */
const longest = 40;

export const load: PageServerLoad = ({ params }) => {
	const { datasets, checks, codes } = dictionary();
	const dataset = datasets.find((one) => one.id === params.id);
	if (!dataset) error(404, '没有这张报表');
	const used = new Set(dataset.columns.map((column) => column.codes));
	return {
		dataset,
		checks: checks.filter((check) => dataset.checks.includes(check.id)),
		codes: codes.filter((list) => used.has(list.id) && list.codes.length <= longest),
		long: codes.filter((list) => used.has(list.id) && list.codes.length > longest).map(({ id }) => id)
	};
};
