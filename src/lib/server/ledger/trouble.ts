import { Refused } from './scope.ts';

/** What can be the matter with disk or database: no room, held by another, out of order, or a file that is not there. */
type Kind = 'full' | 'busy' | 'broken' | 'gone';

const troubles: Readonly<Record<string, readonly [kind: Kind, word: string]>> = {
	ENOSPC: ['full', '磁盘已满'],
	EDQUOT: ['full', '磁盘配额已用完'],
	EACCES: ['broken', '没有读写权限'],
	EPERM: ['broken', '没有读写权限'],
	EROFS: ['broken', '磁盘为只读'],
	ENOENT: ['gone', '路径不存在'],
	ENOTDIR: ['gone', '路径中有一级不是目录'],
	EIO: ['broken', '磁盘读写出错'],
	SQLITE_FULL: ['full', '磁盘已满'],
	SQLITE_BUSY: ['busy', '账本正被占用'],
	SQLITE_READONLY: ['broken', '账本为只读'],
	SQLITE_IOERR: ['broken', '磁盘读写出错'],
	SQLITE_CANTOPEN: ['broken', '账本不能打开'],
	SQLITE_CORRUPT: ['broken', '账本数据库已损坏'],
	SQLITE_NOTADB: ['broken', '账本数据库已损坏']
};

function troubleOf(cause: unknown): readonly [kind: Kind, word: string] | undefined {
	const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
	return code === undefined ? undefined : (troubles[code] ?? troubles[code.split('_').slice(0, 2).join('_')]);
}

/** What went wrong with disk or database, in words for whoever runs the system; anything else as it says itself. */
export function troubleIn(cause: unknown): string {
	if (!(cause instanceof Error)) return String(cause);
	const { path } = cause as NodeJS.ErrnoException;
	const word = troubleOf(cause)?.[1];
	return word ? `${word}${path ? `（${path}）` : ''}` : cause.message;
}

const outOfOrder = ['服务器存储出错，暂不能读写，请联系管理员', 503] as const;
const refusals: Readonly<Record<Kind, readonly [sentence: string, status: number]>> = {
	full: ['服务器磁盘空间不足，暂不能保存，请联系管理员', 507],
	busy: ['系统繁忙，请稍后重试', 503],
	broken: outOfOrder,
	gone: outOfOrder
};

/** What is said of a trouble. */
export const refusal = (kind: Kind): Refused => new Refused(...refusals[kind]);

/** What to tell whoever asked: a refusal as it is, trouble with disk or database in a sentence; `null` for a fault of the program. */
export function refusalIn(cause: unknown): Refused | null {
	if (cause instanceof Refused) return cause;
	const kind = troubleOf(cause)?.[0];
	return kind ? refusal(kind) : null;
}

/** Whether the same would go well once there is room again, or the disk is back. */
export function isStorageTrouble(cause: unknown): boolean {
	const kind = troubleOf(cause)?.[0];
	return (
		kind === 'full' ||
		kind === 'broken' ||
		(cause instanceof Refused && (cause.status === 507 || cause.message === outOfOrder[0]))
	);
}

/** The same of a refusal for another writer. */
export const isBusy = (cause: unknown): boolean => troubleOf(cause)?.[0] === 'busy';
