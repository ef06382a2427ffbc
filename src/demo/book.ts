import type { DateText } from '#core/period.ts';
import type { Enterprise } from './enterprises.ts';

/** A loan while it lives. Amounts in 分 of its currency, rates in 10⁻⁵ %. */
export interface Loan {
	readonly number: string;
	readonly contract: string;
	readonly branch: string;
	readonly enterprise: Enterprise;
	readonly amount: number;
	balance: number;
	readonly grantedOn: DateText;
	readonly dueOn: DateText;
	extendedTo: DateText | null;
	readonly floating: boolean;
	rate: number;
	/** The prime rate it follows; null if fixed. */
	base: number | null;
	readonly guarantee: string;
	readonly product: string;
	readonly direction: string;
	readonly purpose: string;
	readonly first: boolean;
	readonly currency: 'CNY' | 'USD';
	quality: 'FQ01' | 'FQ02' | 'FQ03' | 'FQ04' | 'FQ05';
	overdue: '01' | '02' | '03' | null;
	/** What the loan files cannot say about it; null for most. */
	tag: Tag | null;
}

/** What a bank says beside the loan files about a tech loan. */
export interface Tag {
	readonly innovation: string | null;
	readonly product: string | null;
	readonly supportTool: string | null;
	readonly platform: string | null;
	readonly dataPlatform: string | null;
	readonly firstLoanEvidence: string | null;
}

/** Money that went out or came back. */
export interface Movement {
	readonly loan: Loan;
	readonly on: DateText;
	/** In 分 of the loan's currency. */
	readonly amount: number;
	readonly out: boolean;
	readonly state: 'LF01' | 'LF02';
	/** Whether the loan ended with it. */
	readonly ended: boolean;
	readonly serial: string;
	readonly rate: number;
	readonly base: number | null;
}

/** One bank's month: every loan alive at its end and every movement in it. */
export interface BankMonth {
	readonly bank: string;
	readonly loans: readonly Loan[];
	readonly movements: readonly Movement[];
}
