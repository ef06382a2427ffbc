import type { Period } from '#core/period.ts';
import type { Values } from '#datasets/define.ts';
import type { DemoFiling } from './filings/filing.ts';
import type { World } from './world.ts';

/** What happens to one filing beside being handed in and accepted. */
export type Story =
	/** Not handed in. */
	| { readonly kind: 'missing' }
	/** A first version with faults is refused and comes back marked up; the second is accepted. */
	| { readonly kind: 'refusedFirst'; readonly rows: readonly Values[] }
	/** A first version is accepted, returned by the analyst, and replaced. */
	| {
			readonly kind: 'returnedFirst';
			readonly rows: readonly Values[];
			readonly reason: string;
			readonly newDue: string;
	  }
	/** Checked, and waiting for its explanations. */
	| { readonly kind: 'open'; readonly rows: readonly Values[] };

const last: Period = '2026-09';
const late = '城商行C';
const loanFiles = ['corp-customer', 'corp-loan-stock', 'corp-loan-flow', 'loan-tag', 'all-loan'];

const idOf = (world: World, ...names: string[]): string | undefined =>
	names.map((name) => world.banks.find((bank) => bank.shortName === name)?.id).find(Boolean);

/** The filings with a story, by `dataset institution period`. */
export function storyOf(world: World, filing: DemoFiling): Story | null {
	const { dataset, institution, period, rows } = filing;
	if (institution === idOf(world, late) && period === last && loanFiles.includes(dataset))
		return { kind: 'missing' };
	if (institution === openBank(world) && period === last) {
		if (dataset === 'corp-loan-stock') return { kind: 'open', rows: unlikely(rows) };
		if (dataset === 'loan-tag') return { kind: 'missing' };
	}
	if (
		institution === idOf(world, '城商行B', '股份行B') &&
		period === '2026-08' &&
		dataset === 'corp-loan-stock'
	)
		return { kind: 'refusedFirst', rows: faulty(rows) };
	if (institution === idOf(world, '股份行C', '国有行B') && period === '2026-07' && dataset === 'all-loan')
		return {
			kind: 'returnedFirst',
			rows: rows.map((row) =>
				row.segment === 'INCLUSIVE' ? { ...row, balance: Math.round(Number(row.balance) * 3) } : row
			),
			reason: '普惠小微贷款余额较上月增长两倍，与单户授信明细不符，请按单户授信1000万元以下口径核对后重报',
			newDue: '2026-08-24'
		};
	return null;
}

/** The bank whose last stock file waits for explanations. */
export const openBank = (world: World): string => idOf(world, '外资行A', '农商行A')!;

/** Rates nobody believes at once: they are asked about, not refused. */
function unlikely(rows: readonly Values[]): Values[] {
	return rows.map((row, at) => (at % 9 === 4 ? { ...row, rate: at % 2 ? 0 : 1_680_000 } : row));
}

/** What goes wrong when a clerk is in a hurry: a letter O for a zero, a date turned round, an overdue loan without its kind. */
function faulty(rows: readonly Values[]): Values[] {
	return rows.map((row, at) => {
		if (at % 61 === 7) return { ...row, borrower: `${String(row.borrower).slice(0, 17)}O` };
		if (at % 83 === 11) return { ...row, grantedOn: row.dueOn!, dueOn: row.grantedOn! };
		if (at % 97 === 13) return { ...row, state: 'LS03', overdueKind: null };
		if (at === 40) return { ...row, balance: 0, balanceCny: 0 };
		return row;
	});
}
