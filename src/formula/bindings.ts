import { districts } from '#codes/district.ts';
import { policyTools } from '#codes/policy-tool.ts';
import allLoan from '#datasets/all-loan.ts';
import bondCandidate from '#datasets/bond-candidate.ts';
import bondIssue from '#datasets/bond-issue.ts';
import bondSession from '#datasets/bond-session.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import type { Dataset } from '#datasets/define.ts';
import policyFund from '#datasets/policy-fund.ts';
import productFeedback from '#datasets/product-feedback.ts';
import productMonth from '#datasets/product-month.ts';
import type { Bindings } from './dimensions.ts';
import type { ColumnsOf } from './source.ts';

const bound = new Map<string, Bindings>();

/** Declares where a dataset's rows carry each dimension. */
function bind<D extends Dataset>(dataset: D, bindings: Bindings<ColumnsOf<D>>): void {
	bound.set(dataset.id, bindings as Bindings);
}

/** What a dataset's rows can be broken down by. */
export const bindingsOf = (dataset: Dataset): Bindings => bound.get(dataset.id) ?? {};

const loan = {
	institution: { by: 'filer' },
	kind: { by: 'filerKind' },
	district: {
		by: 'roster',
		column: 'borrower',
		take: 'district',
		otherwise: 'borrowerRegion',
		list: districts
	},
	label: { by: 'labels', column: 'borrower' },
	size: { by: 'column', column: 'size' },
	industry: { by: 'prefix', column: 'borrowerIndustry', length: 1 },
	guarantee: { by: 'prefix', column: 'guarantee', length: 1 },
	ownership: { by: 'prefix', column: 'ownership', length: 3 },
	term: { by: 'term', from: 'grantedOn', to: 'dueOn' }
} as const;
bind(corpLoanStock, loan);
bind(corpLoanFlow, loan);

bind(allLoan, {
	institution: { by: 'filer' },
	kind: { by: 'filerKind' },
	currencyScope: { by: 'column', column: 'currency' },
	segment: { by: 'column', column: 'segment' }
});

bind(policyFund, {
	institution: { by: 'column', column: 'institution' },
	kind: { by: 'kindOf', column: 'institution' },
	tool: { by: 'tree', column: 'tool', list: policyTools },
	keyArea: { by: 'codes', column: 'keyArea' },
	label: { by: 'labels', column: 'borrower' }
});

const byFiler = { institution: { by: 'filer' }, kind: { by: 'filerKind' } } as const;
bind(productMonth, { ...byFiler, product: { by: 'column', column: 'productNo' } });
bind(productFeedback, { product: { by: 'column', column: 'productNo' } });
bind(bondSession, { session: { by: 'column', column: 'kind' } });
bind(bondCandidate, {
	unit: { by: 'column', column: 'recommendedBy' },
	label: { by: 'labels', column: 'uscc' }
});
bind(bondIssue, {
	bondKind: { by: 'column', column: 'kind' },
	market: { by: 'column', column: 'market' },
	ownership: { by: 'prefix', column: 'ownership', length: 3 }
});
