import bondIssue from '#datasets/bond-issue.ts';
import { defineView } from '../source.ts';

const { uscc, kind, market, registered, issued, termYears, coupon, enhancement, ownership } =
	bondIssue.columns;

/** Bonds issued in the month. */
export default defineView({
	id: 'bond-issued',
	label: '当月发行的债券',
	nature: 'flow',
	disclosed: true,
	from: [bondIssue],
	reach: 'history',
	columns: { uscc, kind, market, registered, issued, termYears, coupon, enhancement, ownership },
	dimensions: {
		bondKind: { by: 'column', column: 'kind' },
		market: { by: 'column', column: 'market' },
		ownership: { by: 'prefix', column: 'ownership', length: 3 },
		label: { by: 'labels', column: 'uscc' }
	},
	rows: (input, month) =>
		input
			.history(bondIssue, month)
			.filter(({ values }) => String(values.issuedOn).startsWith(month))
			.map((fact) => ({ ...fact, month }))
});
