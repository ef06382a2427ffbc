import { addMonths, type Period } from '#core/period.ts';
import type { Row } from '#datasets/define.ts';
import type customer from '#datasets/corp-customer.ts';
import type flow from '#datasets/corp-loan-flow.ts';
import type stock from '#datasets/corp-loan-stock.ts';
import type loanTag from '#datasets/loan-tag.ts';
import type { BankMonth, Loan, Movement } from '../book.ts';
import type { Enterprise } from '../enterprises.ts';

const tenThousand = 1_000_000;

/** The next first of January after a month, when floating rates are set anew, but not after the end of the loan. */
function repriced(loan: Loan, period: Period): string {
	const ends = loan.extendedTo ?? loan.dueOn;
	if (!loan.floating) return ends;
	const next = `${Number(addMonths(period, 1).slice(0, 4)) + (period.endsWith('-12') ? 0 : 1)}-01-01`;
	return next < ends ? next : ends;
}

function common(loan: Loan, code: string) {
	const { enterprise } = loan;
	return {
		institutionCode: code,
		branch: loan.branch,
		institutionRegion: '110102',
		borrowerIdKind: 'A01',
		borrower: enterprise.uscc,
		sector: 'C01',
		borrowerIndustry: enterprise.trade.industry,
		borrowerRegion: enterprise.district,
		ownership: enterprise.ownership,
		size: enterprise.size,
		loanNo: loan.number,
		contractNo: loan.contract,
		product: loan.product,
		industryOfUse: loan.direction,
		grantedOn: loan.grantedOn,
		dueOn: loan.dueOn
	};
}

const pricing = (floating: boolean, base: number | null) => ({
	rateFixed: floating ? 'RF02' : 'RF01',
	benchmark: floating ? 'TR05' : null,
	baseRate: base,
	fiscalSupport: null
});

/** A loan as the stock file states it at a month's end. */
export function stockRow(loan: Loan, code: string, period: Period): Row<typeof stock> {
	return {
		...common(loan, code),
		extendedTo: loan.extendedTo,
		currency: loan.currency,
		balance: loan.balance,
		balanceCny: loan.balance,
		...pricing(loan.floating, loan.base),
		rate: loan.rate,
		repricedOn: repriced(loan, period),
		guarantee: loan.guarantee,
		firstLoan: loan.first,
		quality: loan.quality,
		state: loan.overdue ? 'LS03' : loan.extendedTo ? 'LS02' : 'LS01',
		overdueKind: loan.overdue,
		purpose: loan.purpose
	};
}

/** Money out or back as the flow file states it. */
export function flowRow(movement: Movement, code: string, period: Period): Row<typeof flow> {
	const { loan } = movement;
	return {
		...common(loan, code),
		endedOn: movement.ended ? movement.on : null,
		currency: loan.currency,
		amount: movement.amount,
		amountCny: movement.amount,
		...pricing(loan.floating, movement.base),
		rate: movement.rate,
		repricedOn: repriced(loan, period),
		guarantee: loan.guarantee,
		firstLoan: loan.first,
		state: movement.state,
		securitisation: null,
		restructuring: null,
		direction: movement.out ? '1' : '0',
		flowNo: movement.serial,
		purpose: loan.purpose
	};
}

/** A client as the customer file states it, with what it has drawn at this bank in 分. */
export function customerRow(enterprise: Enterprise, code: string, used: number): Row<typeof customer> {
	return {
		institutionCode: code,
		name: enterprise.name,
		idKind: 'A01',
		customer: enterprise.uscc,
		account: null,
		accountBank: null,
		scope: null,
		registeredCapital: enterprise.capital * tenThousand,
		paidInCapital: Math.round(enterprise.capital * 0.8) * tenThousand,
		totalAssets: enterprise.assets * tenThousand,
		revenue: enterprise.turnover * tenThousand,
		employees: enterprise.staff,
		listed: enterprise.listed,
		firstCreditOn: null,
		address: null,
		region: enterprise.district,
		state: '01',
		establishedOn: enterprise.registeredOn,
		industry: enterprise.trade.industry,
		size: enterprise.size,
		ownership: enterprise.ownership,
		sector: 'C01',
		creditLine: Math.ceil((used * 1.25) / (100 * tenThousand)) * 100 * tenThousand,
		creditUsed: used,
		related: false,
		controllerIdKind: null,
		controller: null,
		ratingLevels: 10,
		rating: String(1 + ((enterprise.at * 7) % 6))
	};
}

/** A loan as the additional file of tech loans states it. */
export function tagRow(loan: Loan): Row<typeof loanTag> {
	const tag = loan.tag!;
	return {
		loanNo: loan.number,
		contractNo: loan.contract,
		innovation: tag.innovation,
		productNo: tag.product,
		supportTool: tag.supportTool,
		dataPlatform: tag.dataPlatform,
		platform: tag.platform,
		firstLoanEvidence: tag.firstLoanEvidence
	};
}

/** The four files of one bank's month. */
export function loanFiles(month: BankMonth, code: string, period: Period) {
	const used = new Map<Enterprise, number>();
	const touched = new Set<Loan>(month.loans);
	for (const loan of month.loans) used.set(loan.enterprise, (used.get(loan.enterprise) ?? 0) + loan.balance);
	for (const { loan } of month.movements) {
		touched.add(loan);
		if (!used.has(loan.enterprise)) used.set(loan.enterprise, 0);
	}
	return {
		'corp-customer': [...used].map(([enterprise, amount]) => customerRow(enterprise, code, amount)),
		'corp-loan-stock': month.loans.map((loan) => stockRow(loan, code, period)),
		'corp-loan-flow': month.movements.map((movement) => flowRow(movement, code, period)),
		'loan-tag': [...touched].filter((loan) => loan.tag).map(tagRow)
	};
}

/** Whether a loan runs longer than a year. */
export const isLong = (loan: Loan): boolean =>
	loan.dueOn > `${addMonths(loan.grantedOn.slice(0, 7), 12)}${loan.grantedOn.slice(7)}`;
