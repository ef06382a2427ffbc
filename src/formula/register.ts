import { endOf, type DateText, type Period } from '#core/period.ts';
import type { Dataset, Values } from '#datasets/define.ts';
import type { Fact } from './source.ts';

/** A file of a register, in the order in which it takes effect. */
export interface Filed {
	readonly institution: string;
	readonly period: Period;
	readonly mode: 'complete' | 'additions';
	readonly rows: readonly Fact[];
}

/** One wording of a register's row: which days it is what the register says. */
interface Version {
	/** The row; filed again without a change, as it stands in the latest file. */
	fact: Fact;
	readonly key: string;
	/** `''` for the first wording of a row that carries its own validity: it holds for its dates, whenever it was filed. */
	readonly from: DateText;
	until: DateText | null;
	/** The row as last worded: its end of validity counts for all earlier wordings too. */
	last: Fact;
}

const keyOf = (dataset: Dataset, row: Values): string =>
	dataset.key.map((name) => String(row[name] ?? '')).join('\t');

/** All wordings of all rows. A complete file ends the rows of its filer that it no longer has; additions add and replace. */
export function versionsOf(dataset: Dataset, files: Iterable<Filed>): readonly Version[] {
	const all: Version[] = [];
	const current = new Map<string, Map<string, Version>>();
	const earlier = new Map<string, Version[]>();
	for (const file of files) {
		const at = endOf(file.period);
		const mine = current.get(file.institution) ?? new Map<string, Version>();
		current.set(file.institution, mine);
		const present = new Set<string>();
		for (const given of file.rows) {
			const key = keyOf(dataset, given.values);
			present.add(key);
			const before = mine.get(key);
			if (before && saysTheSame(before.fact.values, given.values)) {
				const { firstOn } = before.fact;
				before.fact = firstOn === undefined ? given : { ...given, firstOn };
				continue;
			}
			if (before) before.until = at;
			const known = `${file.institution}\t${key}`;
			const wordings = earlier.get(known) ?? [];
			const from = wordings.length || !dataset.validity ? at : '';
			const firstOn = wordings[0]?.fact.firstOn ?? given.acceptedOn;
			const fact = firstOn === undefined ? given : { ...given, firstOn };
			const version: Version = { fact, key, from, until: null, last: fact };
			for (const wording of wordings) wording.last = fact;
			earlier.set(known, [...wordings, version]);
			mine.set(key, version);
			all.push(version);
		}
		if (file.mode === 'additions') continue;
		for (const [key, version] of mine) {
			if (present.has(key)) continue;
			version.until = at;
			mine.delete(key);
		}
	}
	return all;
}

const saysTheSame = (a: Values, b: Values): boolean => {
	for (const name in b)
		if (a[name] !== b[name] && String(a[name] ?? '') !== String(b[name] ?? '')) return false;
	return true;
};

const text = (value: Values[string] | undefined): string => (typeof value === 'string' ? value : '');

/** A wording with the end of validity as last worded: that somebody left is true from that day, however late it was filed. */
function ended(dataset: Dataset, { fact, last }: Version): Fact {
	const to = dataset.validity?.to;
	if (to === undefined || fact.values[to] === last.values[to]) return fact;
	return { ...fact, values: { ...fact.values, [to]: last.values[to] ?? null } };
}

/** The rows that hold on a day: the wording of that day, inside its own validity. */
export function stateOn(dataset: Dataset, versions: readonly Version[], on: DateText): Fact[] {
	const { validity } = dataset;
	return versions
		.filter(({ fact, last, from, until }) => {
			if (from > on || (until !== null && until <= on)) return false;
			if (!validity) return true;
			const to = validity.to ? text(last.values[validity.to]) : '';
			return text(fact.values[validity.from]) <= on && (to === '' || to >= on);
		})
		.map((version) => ended(dataset, version));
}

/** The last wording, up to a day, of every row whose validity began by then, whether or not it has ended. */
export function historyUpTo(dataset: Dataset, versions: readonly Version[], on: DateText): Fact[] {
	const { validity } = dataset;
	const last = new Map<string, Fact>();
	for (const version of versions) {
		const { fact, from } = version;
		if (from > on || (validity && text(fact.values[validity.from]) > on)) continue;
		last.set(`${fact.filer}\t${keyOf(dataset, fact.values)}`, ended(dataset, version));
	}
	return [...last.values()];
}
