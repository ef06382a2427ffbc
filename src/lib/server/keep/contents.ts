import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { JournalEntry } from '#drizzle/journal.ts';
import { applied, rowCounts } from '#lib/server/ledger/migrate.ts';
import { headOf } from '#lib/server/ledger/trail.ts';
import { archivesOf } from '#lib/server/ledger/trail-verify.ts';

/** How many things there are, and a digest over their sorted names. */
export interface Digest {
	readonly count: number;
	readonly digest: string;
}

/** What a ledger holds, so that a copy can be held against it. */
export interface Contents {
	readonly migrations: readonly Pick<JournalEntry, 'tag' | 'sha256'>[];
	readonly tables: Readonly<Record<string, number>>;
	readonly audit: { readonly seq: number; readonly hash: string };
	/** The submissions in force: they decide what every figure says. */
	readonly inForce: Digest;
	readonly files: Digest & { readonly bytes: number };
	readonly archives: Digest;
}

/** A file that belongs to a ledger beside its database, by its place in the data folder. */
export interface Piece {
	readonly place: string;
	readonly sha256: string;
	/** Bytes as far as the ledger knows them. */
	readonly size: number | null;
}

/** A digest over things in a fixed order. */
export const digestOf = (things: readonly (string | number)[]): Digest => ({
	count: things.length,
	digest: createHash('sha256').update(things.join('\n')).digest('hex')
});

/** Every filed file and every archive of the trail that a ledger names. */
export function piecesOf(db: Database): Piece[] {
	const files = db
		.prepare('select sha256, max(size) as size from submission group by sha256 order by sha256')
		.all() as { sha256: string; size: number }[];
	return [
		...files.map((one) => ({ place: `files/${one.sha256.slice(0, 2)}/${one.sha256}`, ...one })),
		...archivesOf(db).map(({ file, sha256 }) => ({ place: `trail/${file}`, sha256, size: null }))
	];
}

/** Describes what a database holds. */
export function contentsOf(db: Database): Contents {
	const pieces = piecesOf(db);
	const files = pieces.filter(({ place }) => place.startsWith('files/'));
	const inForce = db
		.prepare('select id from submission where acceptedAt is not null and endedAt is null order by id')
		.pluck()
		.all() as number[];
	return {
		migrations: applied(db).map(({ tag, sha256 }) => ({ tag, sha256 })),
		tables: rowCounts(db),
		audit: headOf({ db }),
		inForce: digestOf(inForce),
		files: {
			...digestOf(files.map(({ sha256 }) => sha256)),
			bytes: files.reduce((sum, { size }) => sum + (size ?? 0), 0)
		},
		archives: digestOf(archivesOf(db).map(({ sha256 }) => sha256))
	};
}

/** Where what a database holds is not what was written down of it. */
export function contentFaults(is: Contents, should: Contents): string[] {
	const faults: string[] = [];
	const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
	if (differs(is.migrations, should.migrations)) faults.push('结构版本与清单不符');
	for (const name of new Set([...Object.keys(should.tables), ...Object.keys(is.tables)]))
		if (is.tables[name] !== should.tables[name])
			faults.push(`表 ${name} 有 ${is.tables[name] ?? '无'} 行，清单为 ${should.tables[name] ?? '无'} 行`);
	if (differs(is.audit, should.audit))
		faults.push(`审计记录止于第 ${is.audit.seq} 条，清单为第 ${should.audit.seq} 条，或其摘要不同`);
	if (differs(is.inForce, should.inForce)) faults.push('生效的报送批次与清单不符');
	if (differs(is.files, should.files)) faults.push('原始文件目录与清单不符');
	if (differs(is.archives, should.archives)) faults.push('审计归档目录与清单不符');
	return faults;
}
