import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { setting } from '#settings';
import { headOf, type TrailEntry } from './trail.ts';

/** The trail's head at the end of a day. */
export interface Anchor {
	readonly day: string;
	readonly seq: number;
	readonly hash: string;
}

/** Where a ledger goes on from a backup: entries after this one were lost, and the next records the restoration. */
export interface Resumed {
	readonly restored: string;
	readonly seq: number;
	readonly hash: string;
}

/** What a trail is held against. */
export interface Anchors {
	readonly days: readonly Anchor[];
	readonly resumed: readonly Resumed[];
}

/** Where heads are written, one line a day: better on another machine's disk than beside the ledger. */
export const anchorFile = (dir: string): string => setting('TECHFIN_ANCHORS') ?? join(dir, 'anchors.jsonl');

function lineOf(text: string): Anchor | Resumed | null {
	try {
		return JSON.parse(text) as Anchor | Resumed;
	} catch {
		// Cut off by a sudden end; the ledger has that day's head too.
		return null;
	}
}

/** Heads as the file has them; what a restoration made void is left out. */
function filed(dir: string): Anchors {
	let [days, resumed]: [Anchor[], Resumed[]] = [[], []];
	const file = anchorFile(dir);
	for (const text of existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []) {
		const line = lineOf(text);
		if (!line) continue;
		if ('day' in line) days.push(line);
		else {
			days = days.filter(({ seq }) => seq <= line.seq);
			resumed = [...resumed.filter(({ seq }) => seq <= line.seq), line];
		}
	}
	return { days, resumed };
}

/** Heads as the ledger itself has them; an older ledger has none. */
export function ownAnchors(db: Database): Anchor[] {
	if (!db.prepare(`select 1 from sqlite_schema where name = 'audit_anchor'`).get()) return [];
	return db.prepare('select day, seq, hash from audit_anchor order by day').all() as Anchor[];
}

/** Heads as the ledger and the file beside it have them. */
export function anchorsOf(db: Database, dir: string): Anchors {
	const { days, resumed } = filed(dir);
	return { days: [...ownAnchors(db), ...days], resumed };
}

/** How far back the quick look goes. */
const lately = 5;

/** Whether the trail's end still agrees with the heads anchored last; `null`, or what does not. */
export function anchorFault(db: Database, { days }: Anchors): string | null {
	const head = headOf({ db });
	const latest = [...days].sort((a, b) => b.seq - a.seq).slice(0, lately);
	const entry = db.prepare('select hash from audit where seq = ?').pluck();
	for (const { day, seq, hash } of latest) {
		if (seq > head.seq) return `审计记录止于第 ${head.seq} 条，而 ${day} 已留存到第 ${seq} 条`;
		const found = entry.get(seq) as TrailEntry['hash'] | undefined;
		if (found !== undefined && found !== hash) return `审计记录第 ${seq} 条与 ${day} 留存的链首摘要不符`;
	}
	return null;
}
