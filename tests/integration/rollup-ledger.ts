import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Period } from '#core/period.ts';
import type { Dataset, Values } from '#datasets/define.ts';
import { insertFacts } from '#lib/server/ledger/facts.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { bumpVersions } from '#lib/server/ledger/in-force.ts';
import { markDirty } from '#lib/server/warehouse/rebuild.ts';

/** A ledger in a folder of its own, gone when closed. */
export function scratchLedger(now = '2026-10-20T02:00:00.000Z'): Ledger & { clock: string } {
	const dir = mkdtempSync(path.join(tmpdir(), 'techfin-'));
	const clock = { at: now };
	const ledger = openLedger(dir, { now: () => new Date(clock.at) });
	return Object.defineProperties(ledger, {
		close: { value: () => (ledger.db.close(), rmSync(dir, { recursive: true, force: true })) },
		clock: { get: () => clock.at, set: (at: string) => (clock.at = at) }
	}) as Ledger & { clock: string };
}

/** Enters an institution. */
export function enter(ledger: Ledger, id: string, kind: string): void {
	const sort = ledger.db.prepare('select count(*) from institution').pluck().get() as number;
	ledger.db
		.prepare(
			`insert into institution (id, uscc, name, shortName, kind, sort, "from") values (?, ?, ?, ?, ?, ?, '2020-01-01')`
		)
		.run(id, `91110108MA00000${String(sort).padStart(3, '0')}`, `${id}银行`, id, kind, sort);
}

/** Puts a file in force, ending the one before it; the rows stand from line 3 down. */
export function accept(
	ledger: Ledger,
	dataset: Dataset,
	institution: string,
	period: Period,
	rows: readonly Values[],
	mode: 'complete' | 'additions' = 'complete'
): number {
	return ledger.db
		.transaction(() => {
			const at = ledger.now().toISOString();
			ledger.db
				.prepare(
					`insert into filing (dataset, institution, period, expected) values (?, ?, ?, 1) on conflict do nothing`
				)
				.run(dataset.id, institution, period);
			const filing = ledger.db
				.prepare('select id from filing where dataset = ? and institution = ? and period = ?')
				.pluck()
				.get(dataset.id, institution, period) as number;
			ledger.db
				.prepare(
					`update submission set endedAt = ?, state = 'superseded' where filing = ? and acceptedAt is not null and endedAt is null`
				)
				.run(at, filing);
			const number =
				1 +
				(ledger.db.prepare('select count(*) from submission where filing = ?').pluck().get(filing) as number);
			const letters = JSON.stringify(
				Object.fromEntries(
					Object.keys(dataset.columns).map((name, index) => [name, String.fromCharCode(65 + (index % 26))])
				)
			);
			const { lastInsertRowid } = ledger.db
				.prepare(
					`insert into submission (filing, number, receipt, fileName, sha256, size, layout, sheet, mode, state, uploadedAt, signedAt, acceptedAt, headerLine, firstLine, lastLine, letters)
					values (?, ?, ?, ?, ?, 1, 'xlsx', '数据', ?, 'accepted', ?, ?, ?, 2, 3, ?, ?)`
				)
				.run(
					filing,
					number,
					`${period}-${institution}-${dataset.id}-${String(number).padStart(4, '0')}`,
					`${dataset.id}.xlsx`,
					'0'.repeat(64),
					mode,
					at,
					at,
					at,
					rows.length + 2,
					letters
				);
			const insert = insertFacts(ledger, dataset, Number(lastInsertRowid));
			rows.forEach((row, index) => insert(index + 3, row));
			bumpVersions(ledger, dataset.id, period);
			markDirty(ledger, dataset.id, period);
			return Number(lastInsertRowid);
		})
		.immediate();
}
