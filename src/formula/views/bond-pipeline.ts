import { addDays, addMonths, dayNumber, endOf, type Period } from '#core/period.ts';
import { bondSteps } from '#codes/bond-step.ts';
import { districts } from '#codes/district.ts';
import { units } from '#codes/unit.ts';
import { code, flag, int, uscc } from '#datasets/define.ts';
import bondCandidate from '#datasets/bond-candidate.ts';
import bondIssue from '#datasets/bond-issue.ts';
import bondSession from '#datasets/bond-session.ts';
import bondStep from '#datasets/bond-step.ts';
import { defineView, type Fact, type Input } from '../source.ts';

/** Months back within which an issue counts as the list's success. */
const conversionMonths = 24;

interface Course {
	readonly step: string;
	readonly since: string;
	readonly coached: boolean;
}

const stepOrder = new Map(bondSteps.codes.map(({ code }, at) => [code, at]));

/** Where each enterprise stands on its way to a bond: its last step by date, and whether it was ever coached. */
function courses(input: Input, month: Period): Map<string, Course> {
	const found = new Map<string, Course>();
	for (const { values } of input.history(bondStep, month)) {
		const [id, step, since] = [String(values.uscc), String(values.step), String(values.happenedOn)];
		const before = found.get(id);
		const later =
			!before ||
			since > before.since ||
			(since === before.since && (stepOrder.get(step) ?? 0) > (stepOrder.get(before.step) ?? 0));
		const coached = step === 'COACHED' || before?.coached === true;
		found.set(id, later ? { step, since, coached } : { ...before, coached });
	}
	return found;
}

/** Enterprises named in coaching sessions up to the month. */
const coachedInSessions = (input: Input, month: Period): Set<string> =>
	new Set(
		input
			.months(bondSession, month)
			.flatMap((at) => input.rows(bondSession, at))
			.filter(({ values }) => values.kind === 'COACHING')
			.flatMap(({ values }) => String(values.enterprises ?? '').split(/[、,，;；\s]+/))
	);

const left = ({ values }: Fact): string =>
	typeof values.leftOn === 'string' && values.leftOn ? values.leftOn : '9999-12-31';

/** Every enterprise ever recommended, once: whether it is on the list, its step and how long it has stood there. */
export default defineView({
	id: 'bond-pipeline',
	label: '发债推荐企业月末进展',
	nature: 'stock',
	from: [bondCandidate, bondStep, bondIssue, bondSession],
	reach: 'history',
	columns: {
		uscc: uscc('统一社会信用代码'),
		listed: flag('在推荐名单'),
		step: code('发债阶段', bondSteps),
		days: int('本阶段停留天数'),
		coached: flag('已辅导'),
		issued: flag('近24个月已发债'),
		unit: code('推荐单位', units)
	},
	dimensions: {
		step: { by: 'column', column: 'step' },
		unit: { by: 'column', column: 'unit' },
		label: { by: 'labels', column: 'uscc' },
		district: { by: 'roster', column: 'uscc', take: 'district', list: districts }
	},
	rows: (input, month) => {
		const end = endOf(month);
		const since = addDays(endOf(addMonths(month, -conversionMonths)), 1);
		const issuers = new Set(
			input
				.history(bondIssue, month)
				.filter(({ values }) => String(values.issuedOn) >= since)
				.map(({ values }) => String(values.uscc))
		);
		const [stand, sessions] = [courses(input, month), coachedInSessions(input, month)];
		const last = new Map<string, Fact>();
		const listed = new Set<string>();
		for (const fact of input.history(bondCandidate, month)) {
			const id = String(fact.values.uscc);
			const before = last.get(id);
			if (!before || String(before.values.listedOn) <= String(fact.values.listedOn)) last.set(id, fact);
			if (left(fact) > end) listed.add(id);
		}
		return [...last].map(([id, fact]) => {
			const at = stand.get(id) ?? { step: 'LISTED', since: String(fact.values.listedOn), coached: false };
			return {
				...fact,
				month,
				values: {
					uscc: id,
					listed: listed.has(id),
					step: at.step,
					days: dayNumber(end) - dayNumber(at.since),
					coached: at.coached || sessions.has(id),
					issued: issuers.has(id),
					unit: fact.values.recommendedBy ?? null
				}
			};
		});
	}
});
