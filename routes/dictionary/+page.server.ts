import { dictionary } from '#lib/server/pages/dictionary.ts';
import type { PageServerLoad } from './$types';

const parts = ['indicators', 'datasets', 'checks', 'codes', 'parameters', 'glossary'] as const;

export const load: PageServerLoad = ({ url }) => {
	const whole = dictionary();
	const asked = url.searchParams.get('part');
	const part = parts.find((one) => one === asked) ?? 'indicators';
	return {
		part,
		counts: Object.fromEntries(parts.map((one) => [one, whole[one].length])) as Record<
			(typeof parts)[number],
			number
		>,
		indicators: part === 'indicators' ? whole.indicators : [],
		datasets:
			part === 'datasets'
				? whole.datasets.map(({ columns, ...rest }) => ({ ...rest, columns: columns.length }))
				: [],
		checks: part === 'checks' ? whole.checks : [],
		codes:
			part === 'codes' ? whole.codes.map(({ codes, ...rest }) => ({ ...rest, count: codes.length })) : [],
		parameters: part === 'parameters' ? whole.parameters : [],
		glossary: part === 'glossary' ? whole.glossary : []
	};
};
