import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isOrganisationCode, isUscc } from '#core/uscc.ts';
import { endOf } from '#core/period.ts';
import { isStalled } from '#demo/bonds.ts';
import { filings } from '#demo/filings/index.ts';
import { onRoster } from '#demo/membership.ts';
import { world } from '#demo/world.ts';

const small = world({ small: true });
const months = [...filings(small)].map(({ period, filings: all }) => ({ period, all }));

describe('the small invented city', () => {
	it('is the same every time', () => {
		const print = (made: ReturnType<typeof world>): string => {
			const hash = createHash('sha256');
			for (const month of filings(made)) hash.update(JSON.stringify(month));
			return hash.digest('hex');
		};
		expect(print(world({ small: true }))).toBe(print(world({ small: true })));
		expect(print(world({ small: true, seed: 'other' }))).not.toBe(print(world({ small: true })));
	});

	it('gives every enterprise a valid code and a name of its own', () => {
		const codes = small.enterprises.map((one) => one.uscc);
		expect(codes.filter((code) => !isUscc(code) || !isOrganisationCode(code.slice(8, 17)))).toEqual([]);
		expect(new Set(codes).size).toBe(codes.length);
		expect(new Set(small.enterprises.map((one) => one.name)).size).toBe(codes.length);
	});

	it('rolls every bank forward to the 分: stock = stock before + out − back', () => {
		const before = new Map<string, number>();
		let compared = 0;
		for (const { all } of months) {
			for (const bank of small.banks) {
				const of = (dataset: string) =>
					all.find((one) => one.dataset === dataset && one.institution === bank.id)?.rows;
				const stock = of('corp-loan-stock');
				if (!stock) continue;
				const total = stock.reduce((sum, row) => sum + Number(row.balanceCny), 0);
				const moved = of('corp-loan-flow')!.reduce(
					(sum, row) => sum + (row.direction === '1' ? 1 : -1) * Number(row.amountCny),
					0
				);
				const base = before.get(bank.id);
				if (base !== undefined) {
					expect(total - base - moved).toBe(0);
					compared += 1;
				}
				before.set(bank.id, total);
			}
		}
		expect(compared).toBe(14 * 6);
	});

	it('names every borrower in the customer file, with the same size, trade and district', () => {
		for (const { all } of months) {
			for (const file of all.filter(
				(one) => one.dataset === 'corp-loan-stock' || one.dataset === 'corp-loan-flow'
			)) {
				const customers = new Map(
					all
						.find((one) => one.dataset === 'corp-customer' && one.institution === file.institution)!
						.rows.map((row) => [row.customer, row])
				);
				for (const row of file.rows) {
					const customer = customers.get(row.borrower as string)!;
					expect([customer.size, customer.industry, customer.region]).toEqual([
						row.size,
						row.borrowerIndustry,
						row.borrowerRegion
					]);
				}
			}
		}
	});

	it('repeats no key within a file', () => {
		const keys: Record<string, string[]> = {
			'corp-loan-stock': ['loanNo', 'contractNo'],
			'corp-loan-flow': ['branch', 'loanNo', 'contractNo', 'direction', 'flowNo'],
			roster: ['uscc', 'label', 'validFrom'],
			'policy-fund': ['trancheNo']
		};
		for (const { all } of months) {
			for (const file of all) {
				const names = keys[file.dataset];
				if (!names) continue;
				const found = file.rows.map((row) => names.map((name) => row[name]).join(' '));
				expect(new Set(found).size).toBe(found.length);
			}
		}
	});

	it('has a giant only among the specialised, and no label twice on one day', () => {
		for (const { certificates } of small.enterprises) {
			for (const giant of certificates.filter((row) => row.label === 'GIANT')) {
				const same = certificates.filter(
					(row) => row.label === 'SRDI' && row.validFrom <= giant.validFrom && row.validTo >= giant.validTo
				);
				expect(same.length).toBe(1);
			}
			for (const row of certificates) {
				const over = certificates.filter(
					(one) => one.label === row.label && one.validFrom <= row.validTo && one.validTo >= row.validFrom
				);
				expect(over.length).toBe(1);
			}
		}
	});

	it('claims no loan under two tranches of policy money', () => {
		const loans = months.flatMap(({ all }) =>
			all
				.filter((one) => one.dataset === 'policy-fund')
				.flatMap((one) => one.rows.map((row) => row.loanNo).filter(Boolean))
		);
		expect(new Set(loans).size).toBe(loans.length);
	});

	it('has three recommended issuers standing still in matching', () => {
		const stalled = small.candidates.filter((one) => isStalled(one, endOf(small.last)));
		expect(stalled.map((one) => one.steps.at(-1)![0])).toEqual(['MATCHED', 'MATCHED', 'MATCHED']);
	});
});

describe('the whole invented city', () => {
	const whole = world();
	const found = new Map<
		string,
		{ tech: number; all: number; borrowers: number; roster: number; loans: number }
	>();
	for (const { period, banks } of whole.lending()) {
		const borrowers = new Set<number>();
		let [tech, all, loans] = [0, 0, 0];
		for (const bank of banks)
			for (const loan of bank.loans) {
				loans += 1;
				all += loan.balance;
				if (!onRoster(loan.enterprise, period)) continue;
				tech += loan.balance;
				borrowers.add(loan.enterprise.at);
			}
		const roster = whole.enterprises.filter((one) => onRoster(one, period)).length;
		found.set(period, { tech: tech / 1e10, all: all / 1e10, borrowers: borrowers.size, roster, loans });
	}

	it('has 25 banks, 36 months, 12,000 enterprises on the roster and about 30,000 loans a month', () => {
		expect(whole.banks.length).toBe(25);
		expect(found.size).toBe(36);
		expect(found.get('2026-09')!.roster).toBeGreaterThan(11_500);
		expect(found.get('2026-09')!.roster).toBeLessThan(12_500);
		for (const { loans } of found.values()) expect(Math.abs(loans - 31_000)).toBeLessThan(4000);
	});

	it('lies near what was published for Beijing: 9,577 亿元 at the end of 2023', () => {
		expect(Math.abs(found.get('2023-12')!.tech - 9577)).toBeLessThan(40);
	});

	it('grows faster in tech loans than in all, and lends to 54 % of the roster in the end', () => {
		const [now, then] = [found.get('2026-09')!, found.get('2025-09')!];
		expect(now.tech / then.tech - 1).toBeGreaterThan(0.16);
		expect(now.all / then.all - 1).toBeLessThan(0.08);
		expect(Math.round((100 * now.borrowers) / now.roster)).toBe(54);
	});

	it('breaks in January 2025, when the roster is re-based', () => {
		expect(found.get('2025-01')!.tech / found.get('2024-12')!.tech).toBeLessThan(0.88);
		expect(found.get('2025-01')!.roster / found.get('2024-12')!.roster).toBeLessThan(0.92);
	});
});
