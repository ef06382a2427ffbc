import { dayNumber } from '#core/period.ts';
import { labels } from '#codes/label.ts';
import { code, flag, uscc } from '#datasets/define.ts';
import roster from '#datasets/roster.ts';
import { defineView } from '../source.ts';

/** Later than any month: a certification of this month may be filed in a later one. */
const always = '9998-12';

/** Days within which a certified enterprise should be on the roster. */
const timelyDays = 30;

/** Certifications of the month, each with whether the roster had it within thirty days. */
export default defineView({
	id: 'roster-notice',
	label: '当月认定的科创企业',
	nature: 'flow',
	from: [roster],
	reach: 'history',
	columns: {
		uscc: uscc('统一社会信用代码'),
		label: code('科创类别', labels),
		timely: flag('认定后30天内进入名录')
	},
	dimensions: { label: { by: 'column', column: 'label' } },
	rows: (input, month) =>
		input
			.history(roster, always)
			.filter(({ values }) => String(values.issuedOn ?? '').startsWith(month))
			.map((fact) => {
				const { uscc, label, issuedOn } = fact.values;
				const listed = fact.firstOn ?? fact.acceptedOn;
				const timely = listed !== undefined && dayNumber(listed) - dayNumber(String(issuedOn)) <= timelyDays;
				return { ...fact, month, values: { uscc: uscc!, label: label!, timely } };
			})
});
