const troubles: Readonly<Record<string, string>> = {
	ENOSPC: '磁盘已满',
	EDQUOT: '磁盘配额已用完',
	EACCES: '没有读写权限',
	EPERM: '没有读写权限',
	EROFS: '磁盘为只读',
	ENOENT: '路径不存在',
	ENOTDIR: '路径中有一级不是目录',
	EIO: '磁盘读写出错',
	SQLITE_FULL: '磁盘已满',
	SQLITE_BUSY: '账本正被占用',
	SQLITE_CORRUPT: '账本数据库已损坏',
	SQLITE_NOTADB: '账本数据库已损坏'
};

/** What went wrong with disk or database, in words for whoever runs the system; anything else as it says itself. */
export function troubleIn(cause: unknown): string {
	if (!(cause instanceof Error)) return String(cause);
	const { code, path } = cause as NodeJS.ErrnoException;
	const word = code && (troubles[code] ?? troubles[code.split('_').slice(0, 2).join('_')]);
	return word ? `${word}${path ? `（${path}）` : ''}` : cause.message;
}
