import { cpSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { endOf } from '#core/period.ts';
import type { Values } from '#datasets/define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { accountOf, demoPassword } from '#demo/accounts.ts';
import { checkedAccount, enterAccount, keptUser } from '#lib/server/access/accounts.ts';
import { consoleAsker, type Role } from '#lib/server/access/asker.ts';
import { hashPassword } from '#lib/server/access/password.ts';
import { writeDat } from '#lib/server/intake/dat-write.ts';
import { copyDatabase } from '#lib/server/keep/copy.ts';
import { factsOf } from '#lib/server/ledger/facts.ts';
import { filingsOf } from '#lib/server/ledger/filings.ts';
import { institutionOf } from '#lib/server/ledger/institutions.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { filledBook } from '../fixtures/filled-book.ts';

/** A file for the burst: whose, for what, how many rows, and what is to become of it. */
export interface BurstFile {
	readonly institution: string;
	readonly period: string;
	readonly username: string;
	readonly path: string;
	readonly rows: number;
	readonly size: number;
	/** Sent whole, sent again after being cut off half-way, or with an error that must be found. */
	readonly kind: 'whole' | 'cut' | 'faulty' | 'largest';
	/** In which burst it comes in, from 0. */
	readonly burst: number;
}

/** Somebody who looks at pages or hands in files. */
export interface Person {
	readonly username: string;
	readonly role: Role;
	readonly body: string | null;
}

export interface Prepared {
	readonly people: readonly Person[];
	readonly files: readonly BurstFile[];
	readonly period: string;
	readonly password: string;
}

const perBank = 5;
/** Files of one burst, and how many bursts there are. */
const perBurst = 30;
const bursts = 3;

/** People who look: leaders and analysts as at a meeting, offices, and every bank's own. */
async function people(ledger: Ledger): Promise<Person[]> {
	const password = await hashPassword(demoPassword);
	const invented = [
		...Array.from({ length: 20 }, (_, i) => ({ role: 'leader' as const, n: i + 1 })),
		...Array.from({ length: 10 }, (_, i) => ({ role: 'analyst' as const, n: i + 1 }))
	].map(({ role, n }) => ({ username: `load.${role}${n}`, name: `压测${role}${n}`, role }));
	ledger.db
		.transaction(() => {
			for (const one of invented)
				if (!keptUser(ledger, one.username)) enterAccount(ledger, checkedAccount(one), password);
		})
		.immediate();
	return (
		ledger.db
			.prepare(
				`select username, role, coalesce(institution, unit) as body from user
				where role in ('leader', 'analyst', 'unit', 'institution') and disabled = 0
					and (institution is null or exists (
						select 1 from filing where filing.institution = user.institution and dataset = ?))
				order by id desc`
			)
			.all(corpLoanStock.id) as Person[]
	).filter(({ username, role }) => role !== 'unit' || /^(pbc|kw)\./.test(username));
}

/** A bank's own loans, repeated under numbers of their own until there are as many as wanted. */
function grown(own: readonly Values[], count: number): Values[] {
	return Array.from({ length: count }, (_, i): Values => {
		const copy = Math.floor(i / own.length);
		const row = own[i % own.length]!;
		return copy === 0
			? { ...row, balance: Number(row.balance) + 100, balanceCny: Number(row.balanceCny) + 100 }
			: { ...row, loanNo: `${String(row.loanNo)}L${copy}`, contractNo: `${String(row.contractNo)}L${copy}` };
	});
}

/** Rows of a file: most about 5,000, one in fifteen 40,000. */
const sizeAt = (at: number): number => (at % 15 === 7 ? 40_000 : 3_000 + ((at * 1_700) % 4_500));
const kindAt = (at: number): BurstFile['kind'] =>
	at % 10 === 3 ? 'cut' : at % 15 === 11 ? 'faulty' : 'whole';

function files(ledger: Ledger, folder: string, largest: number): BurstFile[] {
	const taken = new Map<string, number>();
	const filings = filingsOf(ledger, consoleAsker, { dataset: corpLoanStock.id }).filter(
		({ inForce, institution }) => {
			const own = (taken.get(institution) ?? 0) + (inForce ? 1 : 0);
			if (inForce && own <= perBank) taken.set(institution, own);
			return inForce && own <= perBank;
		}
	);
	const chosen = filings.slice(0, bursts * perBurst);
	if (largest) chosen.push(filings[bursts * perBurst] ?? filings[0]!);
	mkdirSync(folder, { recursive: true });
	return chosen.map(({ institution, period, inForce }, at): BurstFile => {
		const own = factsOf(ledger, corpLoanStock, inForce!.id).map(({ row }) => row);
		const kind = at === bursts * perBurst ? 'largest' : kindAt(at % perBurst);
		const rows = grown(own, kind === 'largest' ? largest : sizeAt(at % perBurst));
		if (kind === 'faulty') rows[0] = { ...rows[0]!, borrower: '91110108MA0000000O' };
		const { uscc } = institutionOf(ledger, institution);
		const file =
			kind === 'largest'
				? writeDat(corpLoanStock, rows, {
						prefix: uscc,
						on: endOf(period),
						writtenAt: '2026-10-12 09:30:00'
					}).zip
				: { name: `存量单位贷款_${period}_${institution}.xlsx`, bytes: filledBook(corpLoanStock, rows) };
		const to = path.join(folder, file.name);
		writeFileSync(to, file.bytes);
		return {
			institution,
			period,
			username: accountOf(institution, 'maker'),
			path: to,
			rows: rows.length,
			size: file.bytes.length,
			kind,
			burst: Math.floor(at / perBurst)
		};
	});
}

// Runs in a process of its own: a copy of a ledger for the run, with people to look at it and files to hand in.
const [from, dir, folder, largest] = process.argv.slice(2) as [string, string, string, string];
process.umask(0o077);
mkdirSync(dir, { recursive: true });
await copyDatabase(from, path.join(dir, 'ledger.db'));
for (const part of ['files', 'trail', 'keys'])
	if (existsSync(path.join(from, part)))
		cpSync(path.join(from, part), path.join(dir, part), {
			recursive: true,
			mode: constants.COPYFILE_FICLONE
		});
writeFileSync(path.join(dir, 'ready'), '');
const ledger = openLedger(dir, { backedUp: true });
const made: Prepared = {
	people: await people(ledger),
	files: files(ledger, folder, Number(largest)),
	period: filingsOf(ledger, consoleAsker, { dataset: corpLoanStock.id }).find((one) => one.inForce)!.period,
	password: demoPassword
};
ledger.close();
process.stdout.write(JSON.stringify(made));
