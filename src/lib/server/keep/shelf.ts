import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setting } from '#settings';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import type { Manifest } from './manifest.ts';

/** Why a backup was made. */
export type Kind = 'hourly' | 'migration' | 'asked';

/** The same in words. */
export const kindLabels: Readonly<Record<Kind, string>> = {
	hourly: '定时',
	migration: '升级前',
	asked: '手动'
};

/** Where the backups of a data folder lie. */
export const backupsOf = (dir: string): string => setting('TECHFIN_BACKUPS') ?? join(resolve(dir), 'backups');

/** Where halves of backups lie while they are written; whatever is found there later was cut off. */
export const halfOf = (shelf: string): string => join(shelf, '.half');

/** The folder of backups, empty of halves. Only while no other backup is being made. */
export function clearedShelf(shelf: string): string {
	rmSync(halfOf(shelf), { recursive: true, force: true });
	mkdirSync(halfOf(shelf), { recursive: true, mode: 0o700 });
	return shelf;
}

const named = /^\d{8}-\d{6}-(hourly|migration|asked)(-\d+)?$/;

/** The names of all backups, newest first. */
export const namesOn = (shelf: string): string[] =>
	existsSync(shelf)
		? readdirSync(shelf)
				.filter((name) => named.test(name))
				.sort()
				.reverse()
		: [];

/** A name that sorts by time, in Beijing: `20261125-125300-hourly`. */
export function nameFor(shelf: string, at: Date, kind: Kind): string {
	const text = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19);
	const name = `${text.replace(/[-:]/g, '').replace('T', '-')}-${kind}`;
	const taken = namesOn(shelf)
		.filter((one) => one.startsWith(name))
		.map((one) => Number(one.slice(name.length + 1) || 1));
	return taken.length ? `${name}-${Math.max(...taken) + 1}` : name;
}

/** What the manifest of a backup says, unverified; `null` if it cannot be read. */
export function glance(shelf: string, name: string): Manifest | null {
	try {
		return JSON.parse(readFileSync(join(shelf, name, 'manifest.json'), 'utf8')) as Manifest;
	} catch {
		return null;
	}
}

/** Every backup whose manifest can be read, newest first, of one ledger if it is given. */
export const shelved = (shelf: string, ledger: string | null = null): Manifest[] =>
	namesOn(shelf).flatMap((name) => {
		const found = glance(shelf, name);
		return found && (ledger === null || found.ledger === ledger) ? [found] : [];
	});

/** Which ledger this is, once it has been backed up. */
export const identityOf = ({ db }: Pick<Ledger, 'db'>): string | null =>
	(db.prepare(`select value from setting where key = 'id'`).pluck().get() as string | undefined) ?? null;

/** The newest backup of a data folder that nothing is wrong with; `null` if there is none. */
export function newestGood(dir: string, ledger: string | null = null): Manifest | null {
	const shelf = backupsOf(dir);
	for (const name of namesOn(shelf)) {
		const found = glance(shelf, name);
		if (found && !found.faults.length && (ledger === null || found.ledger === ledger)) return found;
	}
	return null;
}

/** A backup somebody names: by its name, by its path, or as the latest good one. */
export function chosen(
	word: string,
	shelf: string,
	ledger: string | null
): { readonly shelf: string; readonly name: string } {
	if (word === 'latest') {
		const good = shelved(shelf, ledger).filter(({ faults }) => !faults.length);
		if (!good.length) throw new Refused(`备份目录中没有核验通过的备份：${shelf}`, 404);
		if (new Set(good.map((one) => one.ledger)).size > 1)
			throw new Refused(`备份目录中有不止一个账本的备份，请指明用哪一份：${shelf}`, 400);
		return { shelf, name: good[0]!.name };
	}
	if (named.test(word) && existsSync(join(shelf, word))) return { shelf, name: word };
	const path = resolve(word);
	const folder = basename(path) === 'manifest.json' ? dirname(path) : path;
	if (!existsSync(join(folder, 'manifest.json')))
		throw new Refused(
			`没有这份备份：${word}。请给出备份目录（${shelf}）中的名称，如 ${namesOn(shelf)[0] ?? '20261125-125300-hourly'}，或备份所在路径`,
			404
		);
	return { shelf: dirname(folder), name: basename(folder) };
}
