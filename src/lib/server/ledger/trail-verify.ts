import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { prepared, type Ledger } from './open.ts';
import { anchorFile, archivePath, type Anchor, type Archive } from './trail-keep.ts';
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
	readonly head: { readonly seq: number; readonly hash: string };
}

/** Goes along the chain entry by entry, and remembers the hashes that anchors must find. */
class Walk {
	seq = 0;
	hash = '';
	broken: Broken | null = null;
	readonly #wanted: ReadonlyMap<number, readonly string[]>;
	constructor(anchors: readonly Anchor[]) {
		const wanted = new Map<number, string[]>();
		for (const { seq, hash } of anchors) wanted.set(seq, [...(wanted.get(seq) ?? []), hash]);
		this.#wanted = wanted;
	}

	/** Whether the next entry goes on from the one before, is unchanged, and is the one anchored under its number. */
	takes(entry: TrailEntry): boolean {
		const seq = this.seq + 1;
		if (entry.seq !== seq) this.broken = { seq, why: `缺少第 ${seq} 条，其后为第 ${entry.seq} 条` };
		else if (entry.previous !== this.hash) this.broken = { seq, why: '与前一条不相接' };
		else if (entry.hash !== hashOf(entry)) this.broken = { seq, why: '内容与其摘要不符，已被改动' };
		else if (this.#wanted.get(seq)?.some((hash) => hash !== entry.hash))
			this.broken = { seq, why: '与当日留存的链首摘要不符' };
		this.seq = seq;
		this.hash = entry.hash;
		return this.broken === null;
	}
}

/** Anchors as the file beside the ledger and the ledger itself have them. */
function anchorsOf(ledger: Ledger): Anchor[] {
	const kept = prepared(ledger.db, 'select day, seq, hash from audit_anchor order by day').all() as Anchor[];
	const file = anchorFile(ledger);
	const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
	return [...kept, ...lines.map((line) => JSON.parse(line) as Anchor)];
}

/** The entries of one archive file; throws a sentence if it is gone or changed. */
function archivedEntries(ledger: Ledger, { file, sha256 }: Archive): TrailEntry[] {
	const path = archivePath(ledger, file);
	if (!existsSync(path)) throw new Error(`归档文件缺失：${file}`);
	const bytes = readFileSync(path);
	if (createHash('sha256').update(bytes).digest('hex') !== sha256)
		throw new Error(`归档文件已被改动：${file}`);
	return gunzipSync(bytes)
		.toString('utf8')
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as TrailEntry);
}

/** Verifies the whole trail: archives, the chain at hand, and every anchored head. */
export function verifyTrail(ledger: Ledger): Verified {
	const anchors = anchorsOf(ledger);
	const walk = new Walk(anchors);
	const archives = prepared(ledger.db, 'select * from audit_archive order by through').all() as Archive[];
	let archived = 0;
	for (const archive of archives) {
		try {
			for (const entry of archivedEntries(ledger, archive)) {
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
		for (const entry of ledger.db
			.prepare('select * from audit order by seq')
			.iterate() as Iterable<TrailEntry>) {
			entries += 1;
			if (!walk.takes(entry)) break;
		}
	const beyond = anchors.filter(({ seq }) => seq > walk.seq).sort((a, b) => a.seq - b.seq)[0];
	if (!walk.broken && beyond)
		walk.broken = {
			seq: walk.seq + 1,
			why: `记录止于第 ${walk.seq} 条，而 ${beyond.day} 已留存到第 ${beyond.seq} 条`
		};
	return {
		broken: walk.broken,
		entries,
		archived,
		anchors: new Set(anchors.map(({ day }) => day)).size,
		head: headOf(ledger)
	};
}
