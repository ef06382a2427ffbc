import { clauses } from '#policy/clauses.ts';
import type { Asker, Role } from './asker.ts';

/** What somebody may do; routes and queries ask for one of these, never for a role. */
export type Right =
	/** Read charts, indicators, clauses. */
	| 'figures'
	/** Preview and download reports. */
	| 'reports'
	/** See filings: an institution or unit its own, others the whole matrix. */
	| 'filings'
	/** Open a submission with its findings: the filer and the analyst. */
	| 'submissions'
	/** Upload, explain, sign, withdraw for the own institution. */
	| 'file'
	/** Return a submission with a reason and a new due date. */
	| 'review'
	/** Look enterprises up in the roster. */
	| 'roster'
	/** Read what is declared: dictionary, templates, checks. */
	| 'declarations'
	/** Accounts on and off, proposals, institutions, backups: the system administrator's console. */
	| 'system'
	/** Approvals, unlocking, policy: the security administrator's console. */
	| 'security'
	/** The trail and nothing else: the audit administrator's console. */
	| 'audit';

const granted: Readonly<Record<Role, readonly Right[]>> = {
	analyst: ['figures', 'reports', 'filings', 'submissions', 'file', 'review', 'roster', 'declarations'],
	unit: ['figures', 'reports', 'filings', 'submissions', 'file', 'roster', 'declarations'],
	institution: ['figures', 'filings', 'submissions', 'file', 'roster', 'declarations'],
	leader: ['figures', 'reports', 'filings', 'roster', 'declarations'],
	system: ['system'],
	security: ['security'],
	audit: ['audit']
};

/** Whoever sits at the console can read the data folder anyway. */
const atConsole: readonly Right[] = ['system', 'security', 'audit'];

/** Whether the asker's role carries a right. What it covers is narrowed by `filerOf` and the query itself. */
export const may = (asker: Asker, right: Right): boolean =>
	granted[asker.role].includes(right) || (asker.user === null && atConsole.includes(right));

/** The institution or unit the asker files for; `null` for those who only read. */
export const filerOf = (asker: Asker): string | null => asker.institution ?? asker.unit;

/** Whether the asker sees every institution's rows: analysts do, nobody who files for one institution does. */
export const seesEveryone = (asker: Asker): boolean => asker.role === 'analyst';

/** Whether rows, findings and files of this institution are the asker's to read. */
export const seesRowsOf = (asker: Asker, institution: string): boolean =>
	seesEveryone(asker) || ownsRowsOf(asker, institution);

/** Whether rows of this institution are the asker's own: who filed them has nothing to hide from itself. */
export const ownsRowsOf = (asker: Asker, institution: string): boolean =>
	(asker.role === 'institution' || asker.role === 'unit') && filerOf(asker) === institution;

/** Whether the asker may upload, explain, sign or withdraw for this institution. */
export const filesFor = (asker: Asker, institution: string): boolean =>
	may(asker, 'file') && filerOf(asker) === institution;

/** Whether the figures of a clause are in the asker's charge: an office sees those of its own clauses only. */
export const seesClause = (asker: Asker, clause: number): boolean =>
	asker.role !== 'unit' ||
	(clauses.find((one) => one.number === clause)?.units.includes(asker.unit ?? '') ?? false);

/** Whether an indicator's numbers are the asker's to read, however they are asked for. */
export const seesIndicator = (asker: Asker, { clause }: { readonly clause: number }): boolean =>
	may(asker, 'figures') && seesClause(asker, clause);

/**
 * Whether numbers with few behind them may be shown to the asker: to the regulator and the console, and to an
 * institution's people, who see nothing but what is their own.
 */
export const seesSmallCells = (asker: Asker): boolean =>
	asker.user === null || ['analyst', 'leader', 'institution'].includes(asker.role);
