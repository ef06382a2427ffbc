import type { Period } from '#core/period.ts';
import { enrol } from '#formula/roster.ts';
import type { Fact } from '#formula/source.ts';
import { bitsOf } from '#formula/sql.ts';
import { prepared, type Ledger } from '../ledger/open.ts';

/** Writes the roster as of a month's end, in place of what stood there. */
export function writeRoster(ledger: Ledger, month: Period, rows: readonly Fact[]): number {
	prepared(ledger.db, 'delete from roster_on where period = ?').run(month);
	const insert = prepared(ledger.db, 'insert into roster_on values (?, ?, ?, ?, ?, ?, ?)');
	const enterprises = enrol(rows);
	for (const { uscc, labels, district, industry, size, ownership } of enterprises.values())
		insert.run(month, uscc, bitsOf(labels), district, industry, size, ownership);
	return enterprises.size;
}
