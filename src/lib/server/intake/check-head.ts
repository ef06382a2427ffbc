import { isPeriod, lastMonth, type Period } from '#core/period.ts';
import type { Dataset } from '#datasets/define.ts';
import type { Institution } from '#lib/server/ledger/institutions.ts';
import type { FormHead } from './header.ts';
import { headLabels } from './header.ts';
import { syntax } from './problem.ts';

/** The period somebody wrote: `2026年9月`, `202609`, `2026-09-30`, `2026年三季度`; `null` if it is none. */
export function periodIn(text: string): Period | null {
	const plain = text.normalize('NFKC').replace(/\s/g, '');
	if (isPeriod(plain)) return plain;
	const quarter = /^(\d{4})[年-]?(?:第?([一二三四1-4])季度?|Q([1-4]))$/i.exec(plain);
	if (quarter) {
		const named = quarter[3] ?? quarter[2]!;
		return `${quarter[1]}Q${'一二三四'.indexOf(named) + 1 || named}`;
	}
	const month = /^(\d{4})[年/.-]?(\d{1,2})(?:月|[月/.-]?\d{2}日?)?$/.exec(plain);
	if (!month) return null;
	const made = `${month[1]}-${month[2]!.padStart(2, '0')}`;
	return isPeriod(made) ? made : null;
}

/** Where the header block, the hidden fingerprint or the file name contradicts the filing. */
export function contradictions(
	head: FormHead,
	dataset: Dataset,
	institution: Institution,
	period: Period
): { of: keyof FormHead; check: string; seen: string; message: string; remedy: string }[] {
	const found: { of: keyof FormHead; check: string; seen: string; message: string; remedy: string }[] = [];
	const say = (name: keyof FormHead, wanted: string, remedy: string) =>
		found.push({
			of: name,
			check: syntax.fingerprint,
			seen: head[name]!,
			message: `文件表头的${headLabels[name]}“${head[name]}”与所报不符，应为“${wanted}”`,
			remedy
		});
	const { id, name, shortName, uscc, code14 } = institution;
	if (head.form && ![dataset.id, dataset.label, dataset.table].includes(head.form))
		say('form', dataset.label, '请选对报表，或下载本表的模板');
	if (head.version && head.version !== dataset.version)
		say('version', dataset.version, '模板已更新，请下载本期模板重新填报');
	if (head.institution && ![id, name, shortName, uscc, code14].includes(head.institution))
		say('institution', shortName, '请确认文件属于本机构；一个文件只能有一家机构的数据');
	const written = head.period === undefined ? null : periodIn(head.period);
	if (head.period && (written === null || (written !== period && !sameEnd(written, period))))
		say('period', period, '请确认所报期间，或改用该期的模板');
	return found;
}

/** A quarter may be named by its last month, as file names with a date do. */
const sameEnd = (written: Period, period: Period): boolean =>
	written.length === 7 && written === lastMonth(period);
