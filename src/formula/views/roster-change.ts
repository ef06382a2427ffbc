import { previous } from '#core/period.ts';
import { districts } from '#codes/district.ts';
import { code, flag, uscc } from '#datasets/define.ts';
import roster from '#datasets/roster.ts';
import { defineView, type Enrolled } from '../source.ts';

/** Enterprises that came onto the roster or left it between the last month's end and this one's. */
export default defineView({
	id: 'roster-change',
	label: '当月名录进出企业',
	nature: 'flow',
	from: [roster],
	reach: 'history',
	columns: {
		uscc: uscc('统一社会信用代码'),
		entered: flag('新进名录'),
		district: code('所在区', districts)
	},
	dimensions: { district: { by: 'column', column: 'district' } },
	rows: (input, month) => {
		const [before, now] = [input.roster(previous(month)), input.roster(month)];
		if (!before.size) return [];
		const moved = ({ uscc, district }: Enrolled, entered: boolean) => ({
			values: { uscc, entered, district },
			filer: '',
			month
		});
		return [
			...[...now.values()].filter(({ uscc }) => !before.has(uscc)).map((one) => moved(one, true)),
			...[...before.values()].filter(({ uscc }) => !now.has(uscc)).map((one) => moved(one, false))
		];
	}
});
