import bondCandidate from '#datasets/bond-candidate.ts';
import bondIssue from '#datasets/bond-issue.ts';
import bondStep from '#datasets/bond-step.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import loanTag from '#datasets/loan-tag.ts';
import product from '#datasets/product.ts';
import productFeedback from '#datasets/product-feedback.ts';
import productMonth from '#datasets/product-month.ts';
import roster from '#datasets/roster.ts';
import type { Given } from '#formula/example.ts';

/** Two bonds of September and one of two years before. */
export const bondIssues: readonly Given[] = [
	{
		dataset: bondIssue,
		rows: [
			{
				bondCode: '1',
				uscc: 'A',
				kind: 'TECH',
				market: 'INTERBANK',
				registered: 500,
				issued: 300,
				issuedOn: '2026-09-02',
				termYears: 300,
				coupon: 200_000,
				enhancement: 'RISK_SHARING'
			},
			{
				bondCode: '2',
				uscc: 'A',
				kind: 'MTN',
				market: 'SSE',
				registered: null,
				issued: 100,
				issuedOn: '2026-09-20',
				termYears: 500,
				coupon: 300_000,
				enhancement: 'NONE'
			},
			{
				bondCode: '3',
				uscc: 'B',
				kind: 'TECH',
				market: 'SSE',
				registered: 800,
				issued: 700,
				issuedOn: '2024-08-30',
				termYears: 100,
				coupon: 900_000,
				enhancement: null
			}
		]
	}
];

/** Steps of recommended enterprises towards a bond. */
export const bondSteps: readonly Given[] = [
	{
		dataset: bondCandidate,
		rows: [
			{ uscc: 'A', listedOn: '2025-03-20', recommendedBy: 'kw' },
			{ uscc: 'B', listedOn: '2026-09-10', recommendedBy: 'jxj' },
			{ uscc: 'C', listedOn: '2025-03-20', recommendedBy: 'kw', leftOn: '2026-09-20' }
		]
	},
	{
		dataset: bondStep,
		rows: [
			{ uscc: 'A', step: 'LISTED', happenedOn: '2025-03-20' },
			{ uscc: 'A', step: 'COACHED', happenedOn: '2026-08-31' },
			{ uscc: 'B', step: 'LISTED', happenedOn: '2026-09-10' }
		]
	}
];

/** Enterprises entering and leaving the recommended list. */
export const candidates: readonly Given[] = [
	{
		dataset: bondCandidate,
		rows: [
			{ uscc: 'A', listedOn: '2025-03-20', recommendedBy: 'kw' },
			{ uscc: 'B', listedOn: '2026-09-10', recommendedBy: 'jxj' },
			{ uscc: 'C', listedOn: '2025-03-20', recommendedBy: 'kw', leftOn: '2026-09-20' }
		]
	}
];

/** Products with their disclosed rates. */
export const disclosedRates: readonly Given[] = [
	{
		dataset: product,
		rows: [
			{ productNo: '1', rateMin: 300_000, rateMax: 500_000, listedOn: '2025-01-01' },
			{ productNo: '2', rateMin: 280_000, rateMax: 360_000, listedOn: '2025-01-01' },
			{ productNo: '3', rateMin: null, rateMax: null, listedOn: '2025-01-01' }
		]
	}
];

/** Two months of what products handed out. */
export const productMonths: readonly Given[] = [
	{
		dataset: productMonth,
		month: '2026-08',
		rows: [{ productNo: '1', applications: 50, approvals: 30, drawdowns: 20, amount: 900 }]
	},
	{
		dataset: productMonth,
		rows: [
			{ productNo: '1', applications: 40, approvals: 30, drawdowns: 10, amount: 100 },
			{ productNo: '2', applications: 10, approvals: 10, drawdowns: 5, amount: 50 }
		]
	}
];

/** Loans under products, inside and outside the disclosed range. */
export const realisedLoans: readonly Given[] = [
	{
		dataset: product,
		rows: [{ productNo: '1', rateMin: 300_000, rateMax: 400_000, listedOn: '2025-01-01' }]
	},
	{
		dataset: loanTag,
		rows: [
			{ loanNo: 'a', contractNo: 'a', productNo: '1' },
			{ loanNo: 'b', contractNo: 'b', productNo: '1' },
			{ loanNo: 'c', contractNo: 'c', productNo: null }
		]
	},
	{
		dataset: corpLoanFlow,
		rows: [
			{ loanNo: 'a', contractNo: 'a', direction: '1', amountCny: 100, rate: 360_000 },
			{ loanNo: 'b', contractNo: 'b', direction: '1', amountCny: 300, rate: 440_000 },
			{ loanNo: 'c', contractNo: 'c', direction: '1', amountCny: 900, rate: 900_000 }
		]
	}
];

/** Four reviews by enterprises, one a complaint, two answered in time. */
export const reviews: readonly Given[] = [
	{
		dataset: productFeedback,
		filer: 'yqdj',
		rows: [
			{
				feedbackNo: '1',
				productNo: '1',
				score: 5,
				complaint: false,
				givenOn: '2026-09-01',
				repliedOn: '2026-09-08'
			},
			{
				feedbackNo: '2',
				productNo: '1',
				score: 2,
				complaint: true,
				givenOn: '2026-09-01',
				repliedOn: '2026-09-09'
			},
			{
				feedbackNo: '3',
				productNo: '1',
				score: 4,
				complaint: null,
				givenOn: '2026-09-01',
				repliedOn: null
			},
			{
				feedbackNo: '4',
				productNo: '1',
				score: 4,
				complaint: false,
				givenOn: '2026-09-01',
				repliedOn: '2026-09-01'
			}
		]
	}
];

/** Two months of the roster: who came, who left, who stayed. */
export const rosterMoves: readonly Given[] = [
	{
		dataset: roster,
		month: '2026-05',
		rows: [
			{ uscc: 'A', label: 'HNTE', validFrom: '2024-01-01', validTo: null, district: '110108' },
			{ uscc: 'B', label: 'HNTE', validFrom: '2023-08-11', validTo: '2026-08-10', district: '110105' },
			{ uscc: 'C', label: 'TSME', validFrom: '2026-07-15', validTo: null, district: '110108' },
			{ uscc: 'D', label: 'TSME', validFrom: '2026-09-30', validTo: null, district: '110108' }
		]
	}
];

/** Products on and off the shelf, fresh and stale. */
export const shelf: readonly Given[] = [
	{
		dataset: product,
		rows: [
			{
				productNo: '1',
				rateMin: 300_000,
				rateMax: 500_000,
				limitMax: 1,
				termMax: 12,
				approvalDays: 50,
				feedbackUrl: 'x',
				listedOn: '2025-01-01',
				updatedOn: '2026-09-01'
			},
			{
				productNo: '2',
				rateMin: null,
				rateMax: null,
				limitMax: 1,
				termMax: 12,
				approvalDays: 30,
				feedbackUrl: null,
				listedOn: '2025-01-01',
				updatedOn: '2026-06-01'
			},
			{
				productNo: '3',
				limitMax: 9,
				termMax: 99,
				listedOn: '2025-01-01',
				updatedOn: '2026-09-01',
				delistedOn: '2026-08-31'
			}
		]
	}
];
