import { endOf, lastMonth, type DateText } from '#core/period.ts';
import { codeLists } from '#codes/index.ts';
import { labels, rosterScopes } from '#codes/label.ts';
import roster from '#datasets/roster.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import { historyUpTo, stateOn, versionsOf } from '#formula/register.ts';
import type { Fact } from '#formula/source.ts';
import { labelsIn } from '#formula/sql.ts';
import { restored } from '#lib/server/ledger/facts.ts';
import { dayIn } from '#lib/server/ledger/filings.ts';
import { submissionsInForce, type InForce } from '#lib/server/ledger/in-force.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { demand } from '#lib/server/ledger/scope.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { may } from '#lib/server/access/rights.ts';
import { sinceChange } from '#lib/server/warehouse/generation.ts';

/** One label an enterprise was given, with the days it holds. */
export interface LabelSpan {
	readonly code: string;
	readonly label: string;
	readonly from: DateText;
	readonly to: DateText | null;
	readonly certificateNo: string | null;
	readonly basis: string | null;
	readonly filer: string;
	readonly holds: boolean;
}

/** An enterprise as the roster knows it on a day. */
export interface Enterprise {
	readonly uscc: string;
	readonly name: string;
	readonly district: string;
	readonly industry: string;
	readonly size: string;
	readonly ownership: string | null;
	readonly registeredOn: string | null;
	/** Labels held on the day. */
	readonly labels: readonly string[];
	/** Every label it was ever given, the latest first. */
	readonly history: readonly LabelSpan[];
}

const most = 100;
/** A name with its brackets as a query has them. */
const plainName = `replace(replace(name, '（', '('), '）', ')')`;
const table = factTableName(roster);
const columns = Object.keys(roster.columns);
const text = (fact: Fact, column: keyof typeof roster.columns): string => String(fact.values[column] ?? '');
const named = (list: string, code: string): string => codeLists.get(list)?.at.get(code)?.label ?? code;

/** Codes of the enterprises a word finds: part of a name, or the beginning of a credit code. */
function found(
	ledger: Ledger,
	ids: string,
	word: string,
	district: string | null,
	label: string | null
): string[] {
	const escaped = word.replace(/[\\%_]/g, '\\$&');
	const code = /^[0-9A-Z]{6,18}$/i.test(word);
	return prepared(
		ledger.db,
		`select distinct uscc from ${table}
		where submission in (select value from json_each(@ids))
			and (@word = '' or ${code ? 'uscc' : plainName} like @like escape '\\')
			and (@district is null or district = @district) and (@label is null or label = @label)
		order by uscc limit @most`
	)
		.pluck()
		.all({
			ids,
			word,
			like: code ? `${escaped}%` : `%${escaped}%`,
			district,
			label,
			most: most + 1
		}) as string[];
}

/** The roster's rows in force for some enterprises, submission by submission. */
function filesOf(ledger: Ledger, inForce: readonly InForce[], usccs: readonly string[]) {
	const rows = prepared(
		ledger.db,
		`select submission, line, ${columns.map((name) => `"${name}"`).join(', ')} from ${table}
		where uscc in (select value from json_each(@usccs)) and submission in (select value from json_each(@ids))`
	)
		.raw()
		.all({ usccs: JSON.stringify(usccs), ids: JSON.stringify(inForce.map((one) => one.id)) }) as (
		string | number | null
	)[][];
	const bySubmission = Map.groupBy(rows, (row) => row[0] as number);
	return inForce.map((one) => ({
		...one,
		rows: (bySubmission.get(one.id) ?? []).map(([submission, line, ...values]): Fact => ({
			values: Object.fromEntries(
				columns.map((name, at) => [
					name,
					restored(roster.columns[name as keyof typeof roster.columns].kind, values[at]!)
				])
			),
			filer: one.institution,
			month: lastMonth(one.period),
			submission: submission as number,
			line: line as number,
			acceptedOn: dayIn(one.acceptedAt)
		}))
	}));
}

function enterprise(
	uscc: string,
	current: readonly Fact[],
	history: readonly Fact[],
	filers: ReadonlyMap<string, string>
): Enterprise | null {
	const latest = [...(current.length ? current : history)]
		.sort((a, b) => text(a, 'validFrom').localeCompare(text(b, 'validFrom')))
		.at(-1);
	if (!latest) return null;
	const held = new Set(current.map((fact) => text(fact, 'label')));
	const isHeld = (fact: Fact): boolean =>
		current.some(
			(one) =>
				text(one, 'label') === text(fact, 'label') && text(one, 'validFrom') === text(fact, 'validFrom')
		);
	return {
		uscc,
		name: text(latest, 'name'),
		district: named('district', text(latest, 'district')),
		industry: named('industry', text(latest, 'industry')),
		size: named('size', text(latest, 'size')),
		ownership: text(latest, 'ownership') ? named('ownership', text(latest, 'ownership')) : null,
		registeredOn: text(latest, 'registeredOn') || null,
		labels: labels.codes.filter(({ code }) => held.has(code)).map(({ label }) => label),
		history: history
			.map((fact) => ({
				code: text(fact, 'label'),
				label: named('label', text(fact, 'label')),
				from: text(fact, 'validFrom'),
				to: text(fact, 'validTo') || null,
				certificateNo: text(fact, 'certificateNo') || null,
				basis: text(fact, 'ruleVersion') || null,
				filer: filers.get(fact.filer) ?? fact.filer,
				holds: isHeld(fact)
			}))
			.sort((a, b) => b.from.localeCompare(a.from))
	};
}

function enterprises(
	ledger: Ledger,
	inForce: readonly InForce[],
	usccs: readonly string[],
	on: DateText
): Enterprise[] {
	const versions = versionsOf(roster, filesOf(ledger, inForce, usccs));
	const current = Map.groupBy(stateOn(roster, versions, on), (fact) => text(fact, 'uscc'));
	const history = Map.groupBy(historyUpTo(roster, versions, '9999-12-31'), (fact) => text(fact, 'uscc'));
	const filers = new Map(institutions(ledger).map((one) => [one.id, one.shortName]));
	return usccs.flatMap(
		(uscc) => enterprise(uscc, current.get(uscc) ?? [], history.get(uscc) ?? [], filers) ?? []
	);
}

/** What somebody asks the roster: a word, a district, a label, a day. */
export interface RosterQuery {
	readonly word: string;
	readonly district: string | null;
	readonly label: string | null;
	readonly on: DateText | null;
}

/** A name or code as typed, in the form it is compared in. */
function asked(typed: string): string {
	const plain = typed.normalize('NFKC').trim().slice(0, 100);
	return /^[0-9A-Za-z]+$/.test(plain) ? plain.toUpperCase() : plain;
}

/** Enterprises a query finds, at most a hundred, with whether there are more. */
export function lookUp(
	ledger: Ledger,
	asker: Asker,
	query: RosterQuery
): { found: Enterprise[]; more: boolean; on: DateText } {
	demand(may(asker, 'roster'));
	const on = query.on ?? dayIn(ledger.now());
	const word = asked(query.word);
	if (!word && !query.district && !query.label) return { found: [], more: false, on };
	const inForce = submissionsInForce(ledger, roster.id, {});
	const ids = JSON.stringify(inForce.map((one) => one.id));
	const usccs = found(ledger, ids, word, query.district, query.label);
	const heldFirst = (a: Enterprise, b: Enterprise): number =>
		Number(b.labels.length > 0) - Number(a.labels.length > 0);
	const all = enterprises(ledger, inForce, usccs.slice(0, most), on).sort(heldFirst);
	return { found: all, more: usccs.length > most, on };
}

/** One enterprise with its whole history; nothing if the roster never had it. */
export function enterpriseOf(ledger: Ledger, asker: Asker, uscc: string): Enterprise {
	demand(may(asker, 'roster') && /^[0-9A-Z]{18}$/.test(uscc), '名录中没有这家企业');
	const [one] = enterprises(ledger, submissionsInForce(ledger, roster.id, {}), [uscc], dayIn(ledger.now()));
	demand(one !== undefined, '名录中没有这家企业');
	return one;
}

/** Most lines of a list looked up at once. */
export const mostInBatch = 2000;

/** One line of a list with the enterprises it names: none, one, or several of the same name. */
export interface BatchLine {
	readonly line: string;
	readonly found: readonly Enterprise[];
}

/** Looks a pasted list up, whole names or whole codes, the first column of each line. */
export function lookUpAll(ledger: Ledger, asker: Asker, pasted: string, on: DateText | null): BatchLine[] {
	demand(may(asker, 'roster'));
	const lines = pasted
		.split(/\r?\n/)
		.map((line) => asked(line.split(/[\t,，]/)[0] ?? ''))
		.filter(Boolean)
		.slice(0, mostInBatch);
	const inForce = submissionsInForce(ledger, roster.id, {});
	// One pass for codes and one for names: a join on either would compare every line with every row.
	const matching = (column: string): { line: string; uscc: string }[] =>
		prepared(
			ledger.db,
			`select distinct ${column} as line, uscc from ${table}
			where ${column} in (select value from json_each(@lines))
				and submission in (select value from json_each(@ids))`
		).all({
			lines: JSON.stringify([...new Set(lines)]),
			ids: JSON.stringify(inForce.map((one) => one.id))
		}) as { line: string; uscc: string }[];
	const matches = [...matching('uscc'), ...matching(plainName)];
	const usccs = [...new Set(matches.map((match) => match.uscc))];
	const byCode = new Map(
		enterprises(ledger, inForce, usccs, on ?? dayIn(ledger.now())).map((one) => [one.uscc, one])
	);
	const byLine = Map.groupBy(matches, (match) => match.line);
	return lines.map((line) => ({
		line,
		found: (byLine.get(line) ?? []).flatMap(({ uscc }) => byCode.get(uscc) ?? [])
	}));
}

/** How many enterprises hold each label at the end of the newest month known, and how many hold any. */
export function rosterCounts(ledger: Ledger) {
	const today = dayIn(ledger.now());
	return sinceChange(ledger, `roster counts ${today}`, () => countedOn(ledger, today));
}

function countedOn(ledger: Ledger, today: DateText) {
	const month = prepared(ledger.db, 'select max(period) from roster_on where period < ?')
		.pluck()
		.get(today.slice(0, 7)) as string | null;
	if (month === null) return null;
	const rows = prepared(
		ledger.db,
		'select labels, count(*) as count from roster_on where period = ? group by labels'
	).all(month) as {
		labels: number;
		count: number;
	}[];
	const sets = rows.map((row) => ({ held: new Set(labelsIn(row.labels)), count: row.count }));
	const counted = (wanted: readonly string[]): number =>
		sets.reduce((sum, { held, count }) => sum + (wanted.some((code) => held.has(code)) ? count : 0), 0);
	return {
		on: endOf(month),
		beijing: counted(rosterScopes.beijing),
		national: counted(rosterScopes.national),
		labels: labels.codes.map(({ code, label }) => ({ code, label, count: counted([code]) }))
	};
}
