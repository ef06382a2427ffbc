import { lastMonth } from '#core/period.ts';
import { decimalText } from '#core/decimal.ts';
import { grouped } from '#core/number.ts';
import { codeLists } from '#codes/index.ts';
import stock from '#datasets/corp-loan-stock.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { enterprisesFor } from '#lib/server/access/masking.ts';
import { filerOf, seesEveryone } from '#lib/server/access/rights.ts';
import { submissionsInForce } from '#lib/server/ledger/in-force.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { record } from '#lib/server/ledger/trail.ts';

/** One loan an enterprise owes, as its bank filed it. */
export interface HeldLoan {
	readonly bank: string;
	readonly contractNo: string;
	readonly balance: string;
	readonly rate: string;
	readonly grantedOn: string;
	readonly dueOn: string;
	readonly guarantee: string;
	readonly submission: number;
	readonly line: number;
}

interface Stored {
	readonly submission: number;
	readonly line: number;
	readonly contractNo: string;
	readonly balanceCny: number;
	readonly rate: number | null;
	readonly grantedOn: string;
	readonly dueOn: string;
	readonly guarantee: string | null;
}

/** Loans of an enterprise in the newest month filed: all of them for an analyst who says what for, an institution's own for its people, none for others. */
export function heldLoans(ledger: Ledger, asker: Asker, uscc: string) {
	const own = asker.role === 'institution' ? filerOf(asker) : null;
	if (!seesEveryone(asker) && own === null) return null;
	const { masked } = enterprisesFor(ledger, asker, `enterprise:${uscc}`, own);
	if (masked) return { masked, month: null, whole: true, total: '', loans: [] as HeldLoan[] };
	const all = submissionsInForce(ledger, stock.id, own === null ? {} : { institution: own });
	const month = all
		.map((one) => lastMonth(one.period))
		.sort()
		.at(-1);
	if (!month) return { masked, month: null, whole: own === null, total: '0.00', loans: [] as HeldLoan[] };
	const inForce = new Map(
		all.filter((one) => lastMonth(one.period) === month).map((one) => [one.id, one.institution])
	);
	const rows = prepared(
		ledger.db,
		`select submission, line, contractNo, balanceCny, rate, grantedOn, dueOn, guarantee from ${factTableName(stock)}
		where submission in (select value from json_each(?)) and borrower = ? order by balanceCny desc`
	).all(JSON.stringify([...inForce.keys()]), uscc) as Stored[];
	record(ledger, asker, 'roster.loans', `enterprise:${uscc}`, { month, loans: rows.length });
	const banks = new Map(institutions(ledger).map((one) => [one.id, one.shortName]));
	const total = rows.reduce((sum, row) => sum + BigInt(row.balanceCny), 0n);
	return {
		masked,
		month,
		whole: own === null,
		total: grouped(decimalText(Number(total), 2)),
		loans: rows.map((row) => ({
			bank: banks.get(inForce.get(row.submission)!) ?? '',
			contractNo: row.contractNo,
			balance: grouped(decimalText(row.balanceCny, 2)),
			rate: row.rate === null ? '—' : decimalText(row.rate, 5).replace(/0{1,3}$/, ''),
			grantedOn: row.grantedOn,
			dueOn: row.dueOn,
			guarantee:
				(row.guarantee && codeLists.get('guarantee')?.at.get(row.guarantee)?.label) ?? row.guarantee ?? '—',
			submission: row.submission,
			line: row.line
		}))
	};
}
