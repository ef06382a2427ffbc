import { error } from '@sveltejs/kit';
import { dictionary } from '#lib/server/pages/dictionary.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params }) => {
	const { datasets, checks, codes } = dictionary();
	const dataset = datasets.find((one) => one.id === params.id);
	if (!dataset) error(404, '没有这张报表');
	const used = new Set(dataset.columns.map((column) => column.codes));
	return {
		dataset,
		checks: checks.filter((check) => dataset.checks.includes(check.id)),
		codes: codes.filter((list) => used.has(list.id))
	};
};
