import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { anchorsOf, type Anchors, type Resumed } from './anchors.ts';
import type { Ledger } from './open.ts';
import { archivePath, type Archive } from './trail-keep.ts';
import { hashOf, headOf, type TrailEntry } from './trail.ts';

/** The first entry that does not hold, and why. */
export interface Broken {
	readonly seq: number;
	readonly why: string;
}

/** What was verified: entries at hand and archived, and heads that were anchored. */
export interface Verified {
	readonly broken: Broken | null;
	readonly entries: number;
	readonly archived: number;
	readonly anchors: number;
	/** How often the ledger went on from a backup. */
	readonly restored: number;
	readonly head: { readonly seq: number; readonly hash: string };
}

/** A trail to be verified: the ledger's, or that of a copy. */
export interface Chain {
	readonly db: Database;
	readonly anchors: Anchors;
	/** The bytes of an archive; throws a sentence if it is gone. */
	readonly archive: (file: string) => Buffer;
}

/** Goes along the chain entry by entry, and remembers the hashes that anchors must find. */
class Walk {
	seq = 0;
	hash = '';
	broken: Broken | null = null;
	readonly #wanted = new Map<number, string[]>();
	readonly #resumed: ReadonlyMap<number, Resumed>;
	constructor({ days, resumed }: Anchors) {
		for (const { seq, hash } of [...days, ...resumed])
			this.#wanted.set(seq, [...(this.#wanted.get(seq) ?? []), hash]);
		this.#resumed = new Map(resumed.map((one) => [one.seq + 1, one]));
	}

	/** Whether the next entry goes on from the one before, is unchanged, and is the one anchored under its number. */
	takes(entry: TrailEntry): boolean {
		const seq = this.seq + 1;
		if (entry.seq !== seq) this.broken = { seq, why: `缺少第 ${seq} 条，其后为第 ${entry.seq} 条` };
		else if (entry.previous !== this.hash) this.broken = { seq, why: '与前一条不相接' };
		else if (entry.hash !== hashOf(entry)) this.broken = { seq, why: '内容与其摘要不符，已被改动' };
		else if (this.#wanted.get(seq)?.some((hash) => hash !== entry.hash))
			this.broken = { seq, why: '与当日留存的链首摘要不符' };
		else if (this.#resumed.has(seq) && entry.action !== 'backup.restore')
			this.broken = { seq, why: '留存文件称此处由备份恢复，而记录中没有' };
		this.seq = seq;
		this.hash = entry.hash;
		return this.broken === null;
	}
}

/** The entries of one archive file; throws a sentence if it is gone or changed. */
function archivedEntries(bytes: Buffer, { file, sha256 }: Archive): TrailEntry[] {
	if (createHash('sha256').update(bytes).digest('hex') !== sha256)
		throw new Error(`归档文件已被改动：${file}`);
	return gunzipSync(bytes)
		.toString('utf8')
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as TrailEntry);
}

/** The archives a ledger names; an older ledger has none. */
export function archivesOf(db: Database): Archive[] {
	if (!db.prepare(`select 1 from sqlite_schema where name = 'audit_archive'`).get()) return [];
	return db.prepare('select * from audit_archive order by through').all() as Archive[];
}

/** Verifies a whole trail: archives, the chain at hand, and every anchored head. */
export function verifyChain({ db, anchors, archive: bytesOf }: Chain): Verified {
	const walk = new Walk(anchors);
	let archived = 0;
	for (const archive of archivesOf(db)) {
		try {
			for (const entry of archivedEntries(bytesOf(archive.file), archive)) {
				archived += 1;
				if (!walk.takes(entry)) break;
			}
		} catch (cause) {
			walk.broken = { seq: walk.seq + 1, why: (cause as Error).message };
		}
		if (!walk.broken && (walk.seq !== archive.through || walk.hash !== archive.hash))
			walk.broken = { seq: archive.through, why: '归档与其登记不符' };
		if (walk.broken) break;
	}
	let entries = 0;
	if (!walk.broken)
		for (const entry of db.prepare('select * from audit order by seq').iterate() as Iterable<TrailEntry>) {
			entries += 1;
			if (!walk.takes(entry)) break;
		}
	const beyond = [...anchors.days, ...anchors.resumed]
		.filter(({ seq }) => seq > walk.seq)
		.sort((a, b) => a.seq - b.seq)[0];
	if (!walk.broken && beyond)
		walk.broken = {
			seq: walk.seq + 1,
			why: `记录止于第 ${walk.seq} 条，而 ${'day' in beyond ? beyond.day : beyond.restored} 已留存到第 ${beyond.seq} 条`
		};
	return {
		broken: walk.broken,
		entries,
		archived,
		anchors: new Set(anchors.days.map(({ day }) => day)).size,
		restored: anchors.resumed.length,
		head: headOf({ db })
	};
}

/** Verifies the ledger's own trail. */
export const verifyTrail = ({ db, dir }: Pick<Ledger, 'db' | 'dir'>): Verified =>
	verifyChain({
		db,
		anchors: anchorsOf(db, dir),
		archive(file) {
			const path = archivePath(dir, file);
			if (!existsSync(path)) throw new Error(`归档文件缺失：${file}`);
			return readFileSync(path);
		}
	});
