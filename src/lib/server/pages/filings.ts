import { addMonths, lastMonth, periodOf, type Period } from '#core/period.ts';
import { institutionKinds } from '#codes/institution-kind.ts';
import type { Dataset } from '#datasets/define.ts';
import { datasets } from '#datasets/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { filerOf, seesRowsOf } from '#lib/server/access/rights.ts';
import { signingRefusal } from '#lib/server/intake/submit.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import { dayIn, filingsOf, type Filing } from '#lib/server/ledger/filings.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { onlyFilings } from '#lib/server/ledger/scope.ts';
import { nextStep, sayFiling, underWay, type Said } from './filing-state.ts';
import { daysLeft } from './due-words.ts';
import { shortMoment } from '#core/moment.ts';

/** One crossing of the matrix: an institution's filing, and where it leads. */
export interface MatrixCell extends Said {
	/** `null` for those who see that something came in, but not what. */
	readonly href: string | null;
	readonly dueOn: string | null;
	readonly number: number | null;
	/** Past its day with nothing in force, or returned and not replaced. */
	readonly overdue: boolean;
}
/** A row of the matrix; `null` where nothing is owed. */
export interface MatrixRow {
	readonly institution: string;
	readonly name: string;
	readonly cells: readonly (MatrixCell | null)[];
}
/** 报送进度: who has filed what. Columns are datasets of one period, or periods of one dataset. */
export interface FilingMatrix {
	readonly columns: readonly {
		readonly key: string;
		readonly label: string;
		readonly dueOn: string | null;
	}[];
	readonly groups: readonly {
		readonly kind: string;
		readonly label: string;
		readonly rows: readonly MatrixRow[];
	}[];
	readonly counts: {
		readonly expected: number;
		readonly filed: number;
		readonly late: number;
		readonly overdue: number;
		readonly open: number;
	};
}

/** The page of a filing. */
export const filingPath = (filing: Pick<Filing, 'dataset' | 'institution' | 'period'>): string =>
	`/filings/${filing.dataset}/${filing.institution}/${filing.period}`;

/** Months in which something is owed or came in, newest first, as far as the asker sees. */
export function filingMonths(ledger: Ledger, asker: Asker): Period[] {
	const periods = prepared(
		ledger.db,
		'select distinct period from filing where @only is null or institution = @only'
	)
		.pluck()
		.all({ only: onlyFilings(asker) }) as Period[];
	return [...new Set(periods.map(lastMonth))].sort().reverse();
}

/** The month most people come for: the newest one that has ended. */
export function currentMonth(ledger: Ledger, months: readonly Period[]): Period {
	const now = dayIn(ledger.now()).slice(0, 7);
	return months.find((month) => month < now) ?? months.at(-1) ?? addMonths(now, -1);
}

const inMonth = (dataset: Dataset, month: Period): Period[] =>
	dataset.every === 'month' ? [month] : dataset.every === 'quarter' ? [periodOf(month, 'quarter')] : [month];

function cellOf(asker: Asker, filing: Filing | undefined): MatrixCell | null {
	if (!filing) return null;
	const href = seesRowsOf(asker, filing.institution) ? filingPath(filing) : null;
	return {
		...sayFiling(filing),
		href,
		dueOn: filing.dueOn,
		number: filing.latest?.number ?? null,
		overdue: filing.expected && filing.overdue
	};
}

function matrixOf(
	ledger: Ledger,
	asker: Asker,
	filings: readonly Filing[],
	columns: FilingMatrix['columns'],
	keyOf: (filing: Filing) => string
): FilingMatrix {
	const at = new Map(filings.map((filing) => [`${filing.institution} ${keyOf(filing)}`, filing]));
	const present = new Set(filings.map((filing) => filing.institution));
	const listed = institutions(ledger).filter((institution) => present.has(institution.id));
	const kinds = [...new Set(listed.map((institution) => institution.kind))];
	const expected = filings.filter((filing) => filing.expected);
	return {
		columns,
		groups: kinds.map((kind) => ({
			kind,
			label: institutionKinds.at.get(kind)?.label ?? kind,
			rows: listed
				.filter((institution) => institution.kind === kind)
				.map((institution) => ({
					institution: institution.id,
					name: institution.shortName,
					cells: columns.map((column) => cellOf(asker, at.get(`${institution.id} ${column.key}`)))
				}))
		})),
		counts: {
			expected: expected.length,
			filed: expected.filter((filing) => filing.inForce).length,
			late: expected.filter((filing) => filing.late).length,
			overdue: expected.filter((filing) => filing.overdue).length,
			open: filings.filter((filing) => underWay(filing)).length
		}
	};
}

/** Every dataset of one month, a quarter's with its last month; those of most filers first. */
export function matrixOfMonth(ledger: Ledger, asker: Asker, month: Period): FilingMatrix {
	const filings: Filing[] = [];
	const columns: { key: string; label: string; dueOn: string | null; filers: number }[] = [];
	for (const dataset of datasets.values()) {
		const found = [...new Set(inMonth(dataset, month))].flatMap((period) =>
			filingsOf(ledger, asker, { period, dataset: dataset.id })
		);
		const visible = found.filter((filing) => lastMonth(filing.period) === month || filing.expected);
		if (!visible.length) continue;
		filings.push(...visible);
		columns.push({
			key: dataset.id,
			label: dataset.label,
			dueOn: visible.find((one) => one.dueOn)?.dueOn ?? null,
			filers: visible.length
		});
	}
	columns.sort((a, b) => b.filers - a.filers);
	return matrixOf(ledger, asker, filings, columns, (filing) => filing.dataset);
}

/** One dataset over its last periods, oldest first. */
export function matrixOfDataset(ledger: Ledger, asker: Asker, dataset: string, count = 12): FilingMatrix {
	const all = filingsOf(ledger, asker, { dataset });
	const periods = [...new Set(all.map((filing) => filing.period))].sort().slice(-count);
	const filings = all.filter((filing) => periods.includes(filing.period));
	const columns = periods.map((period) => ({
		key: period,
		label: period,
		dueOn: filings.find((filing) => filing.period === period && filing.dueOn)?.dueOn ?? null
	}));
	return matrixOf(ledger, asker, filings, columns, (filing) => filing.period);
}

/** One thing an institution has to do, or has done. */
export interface DueItem {
	/** The dataset's name. */
	readonly label: string;
	readonly said: Said;
	readonly period: Period;
	readonly dueOn: string | null;
	/** 尚余5个工作日, 逾期2个工作日, 今日到期. */
	readonly left: string | null;
	readonly urgent: boolean;
	readonly href: string;
	readonly next: { readonly label: string; readonly href: string } | null;
	readonly returnedReason: string | null;
	readonly template: string;
	readonly receipt: { readonly number: string; readonly href: string; readonly at: string } | null;
}

/** What the asker does next; who uploaded a file waits for somebody else to sign it. */
function stepFor(ledger: Ledger, asker: Asker, filing: Filing): string | null {
	const latest = underWay(filing);
	if (latest?.state !== 'ready') return nextStep(filing);
	const { state, uploadedBy } = submissionOf(ledger, asker, latest.id);
	return signingRefusal(asker, { state, uploadedBy: uploadedBy?.id ?? null })
		? '看签署进度'
		: nextStep(filing);
}

function dueItem(ledger: Ledger, asker: Asker, filing: Filing, today: string): DueItem {
	const latest = underWay(filing);
	const step = stepFor(ledger, asker, filing);
	const href = filingPath(filing);
	const owed = !filing.inForce || filing.returnedAt;
	const left = step && owed && filing.dueOn ? daysLeft(today, filing.dueOn) : null;
	return {
		label: datasets.get(filing.dataset)?.label ?? filing.dataset,
		said: sayFiling(filing),
		period: filing.period,
		dueOn: filing.dueOn,
		left: left?.label ?? null,
		urgent: left?.urgent ?? false,
		href,
		next: step ? { label: step, href: latest ? `/submissions/${latest.id}` : href } : null,
		returnedReason: filing.returnedReason,
		template: `${href}/template.xlsx`,
		receipt: filing.inForce
			? {
					number: filing.inForce.receipt,
					href: `/submissions/${filing.inForce.id}/receipt`,
					at: shortMoment(filing.inForce.acceptedAt)
				}
			: null
	};
}

/** What the asker's own institution owes: to do first, most urgent at the top; then what is done, newest first. */
export function dueList(ledger: Ledger, asker: Asker, doneCount = 12): { todo: DueItem[]; done: DueItem[] } {
	const own = filerOf(asker);
	if (own === null) return { todo: [], done: [] };
	const today = dayIn(ledger.now());
	const filings = filingsOf(ledger, asker, { institution: own });
	const todo = filings.filter((filing) => nextStep(filing) !== null && (filing.expected || filing.latest));
	const done = filings.filter((filing) => nextStep(filing) === null && filing.inForce);
	const urgency = (filing: Filing): string => `${filing.returnedAt ? '0' : '1'}${filing.dueOn ?? '9999'}`;
	return {
		todo: todo
			.sort((a, b) => urgency(a).localeCompare(urgency(b)))
			.map((filing) => dueItem(ledger, asker, filing, today)),
		done: done
			.sort((a, b) => b.inForce!.acceptedAt.localeCompare(a.inForce!.acceptedAt))
			.slice(0, doneCount)
			.map((filing) => dueItem(ledger, asker, filing, today))
	};
}
