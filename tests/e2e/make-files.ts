import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import type { Values } from '#datasets/define.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { template } from '#lib/server/intake/template.ts';
import { factsOf } from '#lib/server/ledger/facts.ts';
import { filingsOf } from '#lib/server/ledger/filings.ts';
import { institutionOf } from '#lib/server/ledger/institutions.ts';
import { openLedger } from '#lib/server/ledger/open.ts';

/** What the browser tests work on: one bank's newest accepted loan file, as a clerk would hand it in again. */
export interface Made {
	readonly institution: string;
	readonly other: string;
	/** Names of every bank but the other one. */
	readonly names: readonly string[];
	readonly period: string;
	readonly submission: number;
	readonly number: number;
	readonly rows: number;
	/** With a broken credit code and dates in the wrong order. */
	readonly faulty: string;
	/** The same mended: one loan larger by 1亿元, one rate to explain. */
	readonly mended: string;
	readonly increase: string;
}

const [data, to] = process.argv.slice(2);
const ledger = openLedger(data!);
const filed = filingsOf(ledger, consoleAsker, { dataset: corpLoanStock.id }).filter((one) => one.inForce);
const filing = filed.find((one) => one.institution === 'bank15')!;
const institution = institutionOf(ledger, filing.institution);
const rows = factsOf(ledger, corpLoanStock, filing.inForce!.id).map(({ row }) => row);

/** The largest loan in renminbi to an enterprise on the roster, so that the increase shows in every total. */
const onRoster = new Set(
	ledger.db.prepare('select uscc from roster_on where period = ?').pluck().all(filing.period) as string[]
);
const grown = rows.findIndex((row) => row.currency === 'CNY' && onRoster.has(String(row.borrower)));
const increase = 10_000_000_000;
const changed = (at: number, more: Values): Values[] =>
	rows.map((row, i) => (i === at ? { ...row, ...more } : row));
const high = changed(grown, {
	balance: Number(rows[grown]!.balance) + increase,
	balanceCny: Number(rows[grown]!.balanceCny) + increase,
	rate: 1_680_000
});
const broken = high.map((row, i): Values => {
	if (i === 0) return { ...row, borrower: `${String(row.borrower).slice(0, 17)}O` };
	return i === 1 ? { ...row, grantedOn: row.dueOn ?? null, dueOn: row.grantedOn ?? null } : row;
});
mkdirSync(to!, { recursive: true });
const save = async (name: string, filled: readonly Values[]): Promise<string> => {
	const file = path.join(to!, name);
	writeFileSync(
		file,
		await template(corpLoanStock, { institution, period: filing.period, dueOn: filing.dueOn, rows: filled })
	);
	return file;
};
const other = filed.find((one) => one.institution !== institution.id)!.institution;
const made: Made = {
	institution: institution.id,
	other,
	names: [...new Set(filed.map((one) => one.institution))]
		.filter((id) => id !== other)
		.map((id) => institutionOf(ledger, id).shortName),
	period: filing.period,
	submission: filing.inForce!.id,
	number: filing.inForce!.number,
	rows: rows.length,
	faulty: await save('存量单位贷款_有错.xlsx', broken),
	mended: await save('存量单位贷款_已改.xlsx', high),
	increase: '100000000.00'
};
ledger.close();
process.stdout.write(JSON.stringify(made));
