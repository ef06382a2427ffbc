import { code, flag, uscc } from '#datasets/define.ts';
import { units } from '#codes/unit.ts';
import bondCandidate from '#datasets/bond-candidate.ts';
import { defineView } from '../source.ts';

/** Enterprises put on the list of recommended issuers in the month, and those taken off it. */
export default defineView({
	id: 'bond-move',
	label: '当月推荐名单调整',
	nature: 'flow',
	from: [bondCandidate],
	reach: 'history',
	columns: { uscc: uscc('统一社会信用代码'), entered: flag('调入'), unit: code('推荐单位', units) },
	dimensions: { unit: { by: 'column', column: 'unit' }, label: { by: 'labels', column: 'uscc' } },
	rows: (input, month) =>
		input.history(bondCandidate, month).flatMap((fact) => {
			const { uscc, listedOn, leftOn, recommendedBy } = fact.values;
			const moved = (entered: boolean) => ({
				...fact,
				month,
				values: { uscc: uscc!, entered, unit: recommendedBy ?? null }
			});
			return [
				...(String(listedOn).startsWith(month) ? [moved(true)] : []),
				...(String(leftOn ?? '').startsWith(month) ? [moved(false)] : [])
			];
		})
});
