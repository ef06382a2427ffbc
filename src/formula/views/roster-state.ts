import { labels } from '#codes/label.ts';
import { districts } from '#codes/district.ts';
import { code, codes, uscc } from '#datasets/define.ts';
import { industries } from '#codes/industry.ts';
import { ownerships } from '#codes/ownership.ts';
import { sizes } from '#codes/size.ts';
import roster from '#datasets/roster.ts';
import { defineView } from '../source.ts';

/** Enterprises on the roster at the month's end, each once, with all labels it holds that day. */
export default defineView({
	id: 'roster-state',
	label: '月末在册科创企业',
	nature: 'stock',
	from: [roster],
	reach: 'history',
	columns: {
		uscc: uscc('统一社会信用代码'),
		labels: codes('科创类别', labels),
		district: code('所在区', districts),
		industry: code('国民经济行业', industries),
		size: code('企业规模', sizes),
		ownership: code('经济成分', ownerships)
	},
	dimensions: {
		label: { by: 'codes', column: 'labels' },
		district: { by: 'column', column: 'district' },
		size: { by: 'column', column: 'size' },
		industry: { by: 'prefix', column: 'industry', length: 1 }
	},
	rows: (input, month) =>
		[...input.roster(month).values()].map(({ uscc, labels, district, industry, size, ownership }) => ({
			values: { uscc, labels, district, industry, size, ownership },
			filer: '',
			month
		}))
});
