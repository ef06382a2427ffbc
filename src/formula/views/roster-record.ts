import { isUscc } from '#core/uscc.ts';
import { labels } from '#codes/label.ts';
import { code, flag, uscc } from '#datasets/define.ts';
import roster from '#datasets/roster.ts';
import { defineView } from '../source.ts';

/** Rows of the roster in force at the month's end, each with whether it is sound: a valid credit code, one name, no second row of the same label. */
export default defineView({
	id: 'roster-record',
	label: '月末有效名录记录',
	nature: 'stock',
	from: [roster],
	reach: 'history',
	columns: {
		uscc: uscc('统一社会信用代码'),
		label: code('科创类别', labels),
		sound: flag('信用代码有效且不重复')
	},
	dimensions: { label: { by: 'column', column: 'label' } },
	rows: (input, month) => {
		const rows = input.rows(roster, month);
		const names = new Map<unknown, unknown>();
		const labels = new Set<string>();
		const doubtful = new Set<unknown>();
		const doubled = new Set<string>();
		for (const { values } of rows) {
			const { uscc, name, label } = values;
			if (!names.has(uscc)) names.set(uscc, name);
			else if (names.get(uscc) !== name) doubtful.add(uscc);
			const held = `${String(uscc)} ${String(label)}`;
			if (labels.has(held)) doubled.add(held);
			labels.add(held);
		}
		return rows.map((fact) => {
			const { uscc, label } = fact.values;
			const once = !doubtful.has(uscc) && !doubled.has(`${String(uscc)} ${String(label)}`);
			return { ...fact, month, values: { uscc: uscc!, label: label!, sound: once && isUscc(String(uscc)) } };
		});
	}
});
