import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import policyFund from '#datasets/policy-fund.ts';
import { sum } from '#formula/formula.ts';
import { above, among, any, filled, onRoster, when } from '#formula/test.ts';

/** Tranches that count as policy funds: money issued, and loans supported where the parameter lets them count. */
export const counted = any(
	among('basis', 'funds_issued'),
	when('loansSupportedCount', among('basis', 'loans_supported'))
);

/** Tranches that went to a key area of the notice; green counts where the parameter says so. */
export const toKeyArea = any(
	among('keyArea', 'TECH', 'MANUFACTURING'),
	when('keyAreaGreenCounts', among('keyArea', 'GREEN'))
);

/** Money granted, not paid back. */
export const granted = among('direction', '1');

/** Loans whose rate counts in a mean: above zero, or zero because public money pays it. */
export const priced = any(above('rate', 0), filled('fiscalSupport'));

/** Non-performing grades. */
export const nonPerforming = among('quality', 'FQ03', 'FQ04', 'FQ05');

/** Policy funds issued in the period, and the part of them that went to key areas. */
export const fundsIssued = sum(policyFund, 'amount', [counted]);
export const fundsToKeyAreas = sum(policyFund, 'amount', [counted, toKeyArea]);

/** Balance of 科创企业 loans at the period's end. */
export const techBalance = sum(corpLoanStock, 'balanceCny', [onRoster('borrower')]);
/** Loans to 科创企业 granted in the period. */
export const techGranted = sum(corpLoanFlow, 'amountCny', [granted, onRoster('borrower')]);

/** Enterprises holding a label of the scope asked for. */
export const inScopeLabels = onRoster('uscc');

/** Bonds with something behind them beside the issuer. */
export const enhanced = among('enhancement', 'GUARANTEE', 'PLEDGE', 'CRM', 'RISK_SHARING', 'OTHER');
