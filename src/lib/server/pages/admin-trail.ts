import { isDate } from '#core/period.ts';
import { acts, details, subjects, type Act } from '#policy/acts.ts';
import { exportMark } from '#lib/server/access/export-mark.ts';
import { isRole, roleLabels, type Asker } from '#lib/server/access/asker.ts';
import { control } from '#lib/server/access/controls.ts';
import { maskedText } from '#lib/server/access/masking.ts';
import { may } from '#lib/server/access/rights.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { demand } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { verifyTrail } from '#lib/server/ledger/trail-verify.ts';
import { csvText } from '#lib/server/publish/csv-text.ts';
import { isState, sayState } from './filing-state.ts';
import { bytes } from '#lib/server/access/guard.ts';
import { exactMoment, moment } from '#core/moment.ts';

/** What is looked for in the trail. */
export interface TrailQuery {
	readonly who: string;
	readonly act: string;
	readonly text: string;
	readonly from: string;
	readonly to: string;
	/** Entries older than this one; newest first. */
	readonly before: number | null;
}

/** A search as the address has it; what cannot be read counts as not asked. */
export function trailQuery(search: URLSearchParams): TrailQuery {
	const text = (name: string) => (search.get(name) ?? '').trim().slice(0, 100);
	const day = (name: string) => (isDate(text(name)) ? text(name) : '');
	const before = Number(text('before'));
	return {
		who: text('who'),
		act: Object.hasOwn(acts, text('act')) ? text('act') : '',
		text: text('text'),
		from: day('from'),
		to: day('to'),
		before: Number.isSafeInteger(before) && before > 0 ? before : null
	};
}

interface Row {
	readonly seq: number;
	readonly at: string;
	readonly action: string;
	readonly target: string;
	readonly detail: string;
	readonly hash: string;
	readonly username: string | null;
	readonly name: string | null;
}

/** Midnight in Beijing at the beginning of a day, or of the one after. */
const midnight = (day: string, after = 0): string =>
	new Date(Date.parse(`${day}T00:00:00+08:00`) + after * 86_400_000).toISOString();

const like = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

function found(ledger: Ledger, query: TrailQuery, limit: number): Row[] {
	return prepared(
		ledger.db,
		`select a.seq, a.at, a.action, a.target, a.detail, a.hash, u.username, u.name
		from audit a left join user u on u.id = a.user
		where a.seq < @before and (@act = '' or a.action = @act)
			and (@who = '' or u.username like @whoLike escape '\\' or u.name like @whoLike escape '\\'
				or (@who = '控制台' and a.user is null))
			and (@text = '' or a.target like @textLike escape '\\' or a.detail like @textLike escape '\\')
			and a.at >= @from and a.at < @to
		order by a.seq desc limit @limit`
	).all({
		act: query.act,
		who: query.who,
		whoLike: like(query.who),
		text: query.text,
		textLike: like(query.text),
		before: query.before ?? Number.MAX_SAFE_INTEGER,
		from: query.from ? midnight(query.from) : '',
		to: query.to ? midnight(query.to, 1) : '9',
		limit
	}) as Row[];
}

/** Codes that people know by a word. */
const words: Readonly<Record<string, (value: string) => string | undefined>> = {
	role: (value) => (isRole(value) ? roleLabels[value] : undefined),
	state: (value) => (isState(value) ? sayState(value).label : undefined)
};

/** A value as people read it. */
function said(name: string, value: unknown): string {
	if (name === 'size' && typeof value === 'number') return bytes(value);
	const word = typeof value === 'string' ? words[name]?.(value) : undefined;
	if (word) return word;
	if (value === null || value === undefined || value === '') return '无';
	if (typeof value === 'boolean') return value ? '是' : '否';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What an entry says of its act, name by name. */
const inWords = (detail: string): string =>
	Object.entries(JSON.parse(detail) as Record<string, unknown>)
		.map(([name, value]) => `${details[name] ?? name}：${said(name, value)}`)
		.join('；');

/** What an entry is about: 账号 zhang. */
function subject(target: string): string {
	const at = target.indexOf(':');
	const word = subjects[at < 0 ? target : target.slice(0, at)];
	return word ? `${word}${at < 0 ? '' : ` ${target.slice(at + 1)}`}` : target;
}

const shown = (row: Row) => ({
	seq: row.seq,
	at: exactMoment(row.at),
	who: row.username ? `${row.name}（${row.username}）` : '系统或控制台',
	act: acts[row.action as Act] ?? row.action,
	// Who keeps the trail sees what people did, not which enterprise it was about; by a whole code entries are found.
	target: maskedText(subject(row.target)),
	detail: maskedText(inWords(row.detail)),
	hash: row.hash.slice(0, 12)
});

/** How many entries a page shows. */
const pageful = 100;

/** 审计记录 for the audit administrator: what was searched for, newest first. */
export function trailPage(ledger: Ledger, asker: Asker, query: TrailQuery) {
	demand(may(asker, 'audit'));
	const rows = found(ledger, query, pageful + 1);
	const anchors = prepared(
		ledger.db,
		'select day, seq, hash from audit_anchor order by day desc limit 5'
	).all();
	return {
		query,
		acts: Object.entries(acts).map(([value, label]) => ({ value, label })),
		entries: rows.slice(0, pageful).map(shown),
		older: rows.length > pageful ? rows[pageful - 1]!.seq : null,
		total: prepared(ledger.db, 'select count(*) from audit').pluck().get() as number,
		days: control(ledger, 'auditDays'),
		anchors: anchors as { day: string; seq: number; hash: string }[]
	};
}

/** Verifies the whole trail, which is itself recorded. */
export function verifiedTrail(ledger: Ledger, asker: Asker): { said?: string; message?: string } {
	demand(may(asker, 'audit'));
	const { broken, entries, archived, anchors, head } = verifyTrail(ledger);
	record(ledger, asker, 'trail.verify', 'trail', { broken, entries, archived, head: head.seq });
	const when = moment(ledger.now().toISOString());
	if (broken) return { message: `第 ${broken.seq} 条起不可信：${broken.why}。请保留现场并报告。` };
	return {
		said: `${when} 核验通过：在线 ${entries} 条、归档 ${archived} 条首尾相接，与 ${anchors} 天的留存摘要一致，止于第 ${head.seq} 条。`
	};
}

/** The most entries one file takes. */
const mostInFile = 50_000;

/** What was searched for, as a file. */
export function trailCsv(ledger: Ledger, asker: Asker, query: TrailQuery): string {
	demand(may(asker, 'audit'));
	const lines = found(ledger, query, mostInFile).map((row) => {
		const { seq, at, who, act, target, detail } = shown(row);
		return [String(seq), at, who, act, target, detail, row.hash];
	});
	const more = lines.length === mostInFile ? [[`只列最近 ${mostInFile} 条，更早的请缩小日期范围`]] : [];
	return csvText([
		['序号', '时间', '何人', '何事', '对象', '详情', '摘要'],
		...lines,
		...more,
		[exportMark(ledger, asker)]
	]);
}
