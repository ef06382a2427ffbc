import { frequencyOf, isPeriod, periodLabel, type Period } from '#core/period.ts';
import { datasets } from '#datasets/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { bytes } from '#lib/server/access/guard.ts';
import { filesFor, seesRowsOf } from '#lib/server/access/rights.ts';
import { uploadLimit } from '#lib/server/ledger/files.ts';
import { dayIn, filingsOf } from '#lib/server/ledger/filings.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { demand } from '#lib/server/ledger/scope.ts';
import { daysLeft } from './due-words.ts';
import { sayFiling, underWay } from './filing-state.ts';
import { shortDay, shortMoment } from '#core/moment.ts';
import { versionsOf } from './submission.ts';

/** The three words of a filing's address, checked: a dataset, an institution that files it, a period of its kind. */
export function filingAddress(
	ledger: Ledger,
	asker: Asker,
	words: { dataset: string; institution: string; period: Period }
) {
	const dataset = datasets.get(words.dataset);
	const institution = institutions(ledger).find((one) => one.id === words.institution);
	demand(
		dataset !== undefined &&
			institution !== undefined &&
			isPeriod(words.period) &&
			seesRowsOf(asker, institution.id),
		'没有这项报送任务'
	);
	const kind = frequencyOf(words.period);
	const anyMonth = kind === 'month' && (dataset.every === 'event' || dataset.nature === 'register');
	demand(kind === dataset.every || anyMonth, '没有这项报送任务');
	return { dataset, institution };
}

/** Everything the page of a filing shows: what is owed by when, what came in, what can be done. */
export function filingView(
	ledger: Ledger,
	asker: Asker,
	words: { dataset: string; institution: string; period: Period }
) {
	const { dataset, institution } = filingAddress(ledger, asker, words);
	const [filing] = filingsOf(ledger, asker, words);
	const files = dataset.filerIds
		? dataset.filerIds.includes(institution.id)
		: dataset.filers.includes(institution.kind);
	demand(filing !== undefined || files, '没有这项报送任务');
	const today = dayIn(ledger.now());
	const latest = filing && underWay(filing);
	return {
		dataset: {
			id: dataset.id,
			label: dataset.label,
			definition: dataset.definition,
			nature: dataset.nature,
			layouts: dataset.layouts,
			columns: Object.keys(dataset.columns).length
		},
		institution: { id: institution.id, shortName: institution.shortName, name: institution.name },
		period: words.period,
		periodLabel: periodLabel(words.period),
		said: filing ? sayFiling(filing) : { label: '未报', tone: 'none' as const },
		expected: filing?.expected ?? false,
		due: filing?.dueOn ? { on: shortDay(filing.dueOn), left: daysLeft(today, filing.dueOn) } : null,
		returned:
			filing?.returnedReason && filing.returnedAt
				? { reason: filing.returnedReason, at: shortMoment(filing.returnedAt) }
				: null,
		largest: { bytes: uploadLimit(), label: bytes(uploadLimit()) },
		inForce: filing?.inForce ?? null,
		underWay: latest ?? null,
		mayUpload: filesFor(asker, institution.id) && !['received', 'checking'].includes(latest?.state ?? ''),
		versions: filing ? versionsOf(ledger, asker, filing.id) : []
	};
}

/** 页面 of a filing, as data for the template. */
export type FilingView = ReturnType<typeof filingView>;
