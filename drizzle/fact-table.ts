import type { Column, Dataset } from '#datasets/define.ts';

/** The table of a dataset's accepted and checked rows: `fact_corp_loan_stock` for `corp-loan-stock`. */
export const factTableName = (dataset: Dataset): string => `fact_${dataset.id.replaceAll('-', '_')}`;

/** How a column is stored: amounts, rates, counts and flags as integers, everything else as text. */
export const storedAs = (column: Column): 'integer' | 'text' =>
	['money', 'usd', 'rate', 'int', 'dec', 'flag'].includes(column.kind) ? 'integer' : 'text';
