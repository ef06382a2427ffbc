import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usccCheck } from '#core/uscc.ts';
import type { Dataset, Values } from '#datasets/define.ts';
import { writeValue } from '#datasets/write.ts';
import { consoleAsker, usualClearance, type Asker } from '#lib/server/access/asker.ts';
import { addInstitution } from '#lib/server/ledger/institutions.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { holds } from '../fixtures/invariants.ts';

/** A credit code with a valid check digit, for the nth invented body. */
export const usccOf = (n: number): string => {
	const body = `911101080${String(n).padStart(8, '0')}`;
	return body + usccCheck(body)!;
};

/** A `.csv` as a clerk would save it: headers of the dataset, one line per row. */
export function csv(dataset: Dataset, rows: readonly Readonly<Record<string, unknown>>[]): Buffer {
	const columns = Object.entries(dataset.columns);
	const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
	const lines = rows.map((row) =>
		columns
			.map(([name, column]) => {
				const value = row[name];
				if (value === undefined || value === null) return '';
				return quoted(typeof value === 'string' ? value : writeValue(column, value as Values[string]));
			})
			.join(',')
	);
	return Buffer.from([columns.map(([, column]) => column.label).join(','), ...lines].join('\r\n'), 'utf8');
}

/** A row in which every column with an example holds it. */
export const exampleRow = (dataset: Dataset): Record<string, unknown> =>
	Object.fromEntries(Object.entries(dataset.columns).map(([name, column]) => [name, column.example ?? null]));

/** People of bank A and bank B, and an analyst; ids are those of the users made by `office`. */
export interface Office {
	readonly ledger: Ledger;
	readonly maker: Asker;
	readonly checker: Asker;
	readonly stranger: Asker;
	readonly analyst: Asker;
	/** Asserts I1–I8 on what the test leaves behind, unless it spoilt the ledger on purpose; then removes it. */
	close(spoilt?: 'spoilt'): void;
}

/** A ledger with two banks, two agencies and people, at a fixed moment that `clock` moves. */
export function office(
	clock: { now: string } = { now: '2026-10-12T01:00:00Z' }
): Office & { clock: { now: string } } {
	const dir = mkdtempSync(join(tmpdir(), 'techfin-'));
	const ledger = openLedger(dir, { now: () => new Date(clock.now) });
	const body = { from: '2020-01-01' };
	addInstitution(ledger, consoleAsker, {
		...body,
		id: 'BKA',
		uscc: usccOf(1),
		name: '甲银行北京分行',
		shortName: '甲行',
		kind: 'city'
	});
	addInstitution(ledger, consoleAsker, {
		...body,
		id: 'BKB',
		uscc: usccOf(2),
		name: '乙银行北京分行',
		shortName: '乙行',
		kind: 'city'
	});
	addInstitution(ledger, consoleAsker, {
		...body,
		id: 'kw',
		uscc: usccOf(3),
		name: '市科委、中关村管委会',
		shortName: '市科委',
		kind: 'unit'
	});
	addInstitution(ledger, consoleAsker, {
		...body,
		id: 'pbc',
		uscc: usccOf(4),
		name: '人民银行北京市分行',
		shortName: '人行',
		kind: 'unit'
	});
	const person = (username: string, role: Asker['role'], institution: string | null): Asker => {
		const { lastInsertRowid } = ledger.db
			.prepare(
				`insert into user (username, name, role, institution, password, createdAt) values (?, ?, ?, ?, 'none$', '')`
			)
			.run(username, username, role, institution);
		return {
			user: Number(lastInsertRowid),
			name: username,
			role,
			institution,
			unit: null,
			clearance: usualClearance[role],
			rawRead: false,
			proof: { at: '9999-12-31', second: true }
		};
	};
	return {
		ledger,
		clock,
		maker: person('maker', 'institution', 'BKA'),
		checker: person('checker', 'institution', 'BKA'),
		stranger: person('stranger', 'institution', 'BKB'),
		analyst: person('analyst', 'analyst', null),
		close(spoilt) {
			if (ledger.db.open && !spoilt) holds(ledger);
			ledger.close();
			rmSync(dir, { recursive: true, force: true });
		}
	};
}
