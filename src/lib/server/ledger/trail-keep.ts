import { createHash, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { control } from '#lib/server/access/controls.ts';
import { anchorFile, type Anchor, type Resumed } from './anchors.ts';
import { dayIn } from './filings.ts';
import { prepared, type Ledger } from './open.ts';
import { headOf, record, type TrailEntry } from './trail.ts';

/** A run of old entries moved to a file. */
export interface Archive {
	readonly through: number;
	readonly hash: string;
	readonly file: string;
	readonly sha256: string;
}

/** Where a file of archived entries lies. */
export const archivePath = (dir: string, file: string): string => join(dir, 'trail', basename(file));

function written(path: string, bytes: string | Uint8Array, flags: 'a' | 'wx'): void {
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	const file = openSync(path, flags, 0o600);
	try {
		writeSync(file, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}

/** Adds a line to the file of heads. */
export const noteInFile = (dir: string, line: Anchor | Resumed): void =>
	written(anchorFile(dir), `${JSON.stringify(line)}\n`, 'a');

/** Anchors the head once for every day that has passed; whoever cuts the trail off later contradicts it. */
export function anchorTrail(ledger: Ledger): Anchor | null {
	const yesterday = dayIn(new Date(ledger.now().getTime() - 86_400_000));
	return ledger.db
		.transaction(() => {
			if (prepared(ledger.db, 'select 1 from audit_anchor where day >= ?').get(yesterday)) return null;
			const head = headOf(ledger);
			if (!head.seq) return null;
			const anchor = { day: yesterday, ...head };
			noteInFile(ledger.dir, anchor);
			prepared(ledger.db, 'insert into audit_anchor (day, seq, hash, at) values (?, ?, ?, ?)').run(
				anchor.day,
				anchor.seq,
				anchor.hash,
				ledger.now().toISOString()
			);
			record(ledger, { user: null }, 'trail.anchor', `day:${yesterday}`, head);
			return anchor;
		})
		.immediate();
}

/** Moves entries older than must be kept at hand to a file of their own; the chain goes on from the last of them. */
export function archiveTrail(ledger: Ledger): Archive | null {
	const since = new Date(ledger.now().getTime() - control(ledger, 'auditDays') * 86_400_000).toISOString();
	return ledger.db
		.transaction(() => {
			const old = prepared(ledger.db, 'select * from audit where at < ? order by seq').all(
				since
			) as TrailEntry[];
			// Entries stay together with those before them, whatever the clock said.
			const first = prepared(ledger.db, 'select min(seq) from audit').pluck().get() as number | null;
			const run = old.filter((entry, at) => entry.seq === (first ?? 0) + at);
			const last = run.at(-1);
			if (!last) return null;
			const bytes = gzipSync(run.map((entry) => JSON.stringify(entry)).join('\n'));
			const archive = {
				through: last.seq,
				hash: last.hash,
				file: `${String(run[0]!.seq).padStart(9, '0')}-${String(last.seq).padStart(9, '0')}.jsonl.gz`,
				sha256: createHash('sha256').update(bytes).digest('hex')
			};
			const path = archivePath(ledger.dir, archive.file);
			const half = `${path}.${randomUUID()}`;
			written(half, bytes, 'wx');
			renameSync(half, path);
			prepared(
				ledger.db,
				'insert into audit_archive (through, hash, file, sha256, at) values (?, ?, ?, ?, ?)'
			).run(archive.through, archive.hash, archive.file, archive.sha256, ledger.now().toISOString());
			prepared(ledger.db, 'delete from audit where seq <= ?').run(archive.through);
			record(ledger, { user: null }, 'trail.archive', `trail:${archive.file}`, {
				entries: run.length,
				sha256: archive.sha256
			});
			return archive;
		})
		.immediate();
}
