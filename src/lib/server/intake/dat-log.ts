import type { SyntaxProblem } from './problem.ts';
import { syntax } from './problem.ts';

/** The five lines of a `.log`, as written. */
export interface DatLog {
	readonly name: string;
	readonly md5: string;
	readonly size: string;
	readonly writtenAt: string;
	readonly rows: string;
}

/** Reads a `.log`; `null` if it does not have five lines. */
export function readLog(bytes: Buffer): DatLog | null {
	const lines = bytes
		.toString('utf8')
		.replace(/^\ufeff/, '')
		.replace(/\r?\n$/, '')
		.split(/\r?\n/);
	if (lines.length !== 5) return null;
	const [name, md5, size, writtenAt, rows] = lines as [string, string, string, string, string];
	return { name, md5, size, writtenAt, rows };
}

/** What a `.log` says against what the `.dat` is. */
export function logProblems(
	log: DatLog,
	dat: { readonly name: string; readonly md5: string; readonly size: number; readonly rows: number }
): SyntaxProblem[] {
	const says = (line: number, label: string, seen: string, right: string): SyntaxProblem => ({
		check: syntax.file,
		line: null,
		column: null,
		where: `.log 第${line}行`,
		seen,
		message: `.log 的${label}与 .dat 不符`,
		remedy: `应为 ${right}；请重新生成 .log 或 .dat`
	});
	return [
		...(log.name === dat.name ? [] : [says(1, '文件名', log.name, dat.name)]),
		...(log.md5.toLowerCase() === dat.md5 ? [] : [says(2, 'MD5', log.md5, dat.md5)]),
		...(log.size === String(dat.size) ? [] : [says(3, '字节数', log.size, String(dat.size))]),
		...(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(log.writtenAt)
			? []
			: [says(4, '时间', log.writtenAt, 'YYYY-MM-DD HH:MM:SS 的写法')]),
		...(log.rows === String(dat.rows) ? [] : [says(5, '记录数', log.rows, String(dat.rows))])
	];
}
