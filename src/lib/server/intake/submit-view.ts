import { readFileSync } from 'node:fs';
import type { Period } from '#core/period.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import type { State } from '#lib/server/ledger/filings.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { record } from '#lib/server/ledger/trail.ts';
import type { ReadingNote } from './check-cell.ts';
import { demandFile, demandSubmission } from './findings.ts';

/** 报送批次 with what it is for and who had it in hand. */
export interface Submission {
	readonly id: number;
	readonly filing: number;
	readonly dataset: string;
	readonly institution: string;
	readonly period: Period;
	readonly number: number;
	readonly receipt: string;
	readonly fileName: string;
	readonly sha256: string;
	readonly size: number;
	readonly layout: 'xlsx' | 'csv' | 'dat' | null;
	readonly sheet: string | null;
	readonly mode: 'complete' | 'additions';
	readonly state: State;
	readonly rows: number | null;
	readonly progress: number;
	readonly blocking: number;
	readonly explainable: number;
	readonly failure: string | null;
	readonly uploadedBy: { readonly id: number; readonly name: string } | null;
	readonly uploadedAt: string;
	readonly checkedAt: string | null;
	readonly signedBy: { readonly id: number; readonly name: string } | null;
	readonly signedAt: string | null;
	readonly acceptedAt: string | null;
	readonly endedAt: string | null;
	readonly inForce: boolean;
	readonly headerLine: number | null;
	readonly firstLine: number | null;
	readonly lastLine: number | null;
	/** Letters (or positions) of the file's columns by column name. */
	readonly letters: Readonly<Record<string, string>>;
	/** 已按…识别, by column. */
	readonly notes: readonly ReadingNote[];
}

const select = `select s.*, f.dataset, f.institution, f.period, u.name as uploader, g.name as signer
	from submission s join filing f on f.id = s.filing
	left join user u on u.id = s.uploadedBy left join user g on g.id = s.signedBy`;

type Kept = Omit<Submission, 'uploadedBy' | 'signedBy' | 'letters' | 'notes' | 'inForce'> & {
	uploadedBy: number | null;
	signedBy: number | null;
	uploader: string | null;
	signer: string | null;
	letters: string | null;
	notes: string | null;
};

function shaped({ uploader, signer, uploadedBy, signedBy, ...kept }: Kept): Submission {
	return {
		...kept,
		uploadedBy: uploadedBy === null ? null : { id: uploadedBy, name: uploader ?? '' },
		signedBy: signedBy === null ? null : { id: signedBy, name: signer ?? '' },
		inForce: kept.acceptedAt !== null && kept.endedAt === null,
		letters: JSON.parse(kept.letters ?? '{}') as Record<string, string>,
		notes: JSON.parse(kept.notes ?? '[]') as ReadingNote[]
	};
}

/** One submission, if it is the asker's to read. */
export function submissionOf(ledger: Ledger, asker: Asker, id: number): Submission {
	demandSubmission(ledger, asker, id);
	return shaped(prepared(ledger.db, `${select} where s.id = ?`).get(id) as Kept);
}

/** Every submission of a filing, the newest first, as far as the asker may read them. */
export function submissionsOf(ledger: Ledger, asker: Asker, filing: number): Submission[] {
	const found = prepared(ledger.db, `${select} where s.filing = ? order by s.id desc`).all(filing) as Kept[];
	if (found[0]) demandSubmission(ledger, asker, found[0].id);
	return found.map(shaped);
}

/** The file as it was filed; every reading of it is on record. */
export function originalFile(
	ledger: Ledger,
	asker: Asker,
	id: number
): { fileName: string; sha256: string; content: Buffer } {
	demandFile(ledger, asker, id);
	const { fileName, sha256 } = submissionOf(ledger, asker, id);
	const content = readFileSync(filePath(ledger, sha256));
	record(ledger, asker, 'submission.download', `submission:${id}`, { sha256 });
	return { fileName, sha256, content };
}
