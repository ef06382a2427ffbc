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
		const names = new Map<string, Set<string>>();
		const held = new Map<string, number>();
		for (const { values } of rows) {
			const id = String(values.uscc);
			names.set(id, (names.get(id) ?? new Set()).add(String(values.name)));
			const label = `${id} ${values.label}`;
			held.set(label, (held.get(label) ?? 0) + 1);
		}
		return rows.map((fact) => {
			const { uscc, label } = fact.values;
			const sound =
				isUscc(String(uscc)) && names.get(String(uscc))?.size === 1 && held.get(`${uscc} ${label}`) === 1;
			return { ...fact, month, values: { uscc: uscc!, label: label!, sound } };
		});
	}
});
