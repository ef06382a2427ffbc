import type { Column, Row } from '#datasets/define.ts';
import corpCustomer from '#datasets/corp-customer.ts';
import type corpLoanFlow from '#datasets/corp-loan-flow.ts';
import type corpLoanStock from '#datasets/corp-loan-stock.ts';

type Customer = Row<typeof corpCustomer>;
type Loan = Row<typeof corpLoanStock> | Row<typeof corpLoanFlow>;

/** Customers by kind and number of their identifier. */
export const customersById = (rows: readonly Customer[]): Map<string, Customer> =>
	new Map(rows.map((row) => [`${row.idKind} ${row.customer}`, row]));

/** What both files say of an enterprise, loan column first. */
const shared = [
	['sector', 'sector'],
	['size', 'size'],
	['borrowerIndustry', 'industry'],
	['borrowerRegion', 'region']
] as const;

export const missingCustomer = '借款人不在本期客户基础信息中';

const named = (column: Column, value: string): string =>
	`${value} ${column.list?.at.get(value)?.label ?? ''}`.trim();

/** The first thing in which a loan and the customer file disagree on the borrower; an empty side says nothing. */
export function disagreement(
	loan: Loan,
	customer: Customer
): { loan: (typeof shared)[number][0]; customer: (typeof shared)[number][1]; message: string } | null {
	for (const [inLoan, inCustomer] of shared) {
		const [given, known] = [loan[inLoan], customer[inCustomer]];
		if (given === null || known === null || given === known) continue;
		const column = corpCustomer.columns[inCustomer];
		return {
			loan: inLoan,
			customer: inCustomer,
			message: `${column.label}与客户基础信息不一致：贷款为 ${named(column, given)}，客户信息为 ${named(column, known)}`
		};
	}
	return null;
}
