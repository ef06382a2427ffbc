import { BadFile } from './problem.ts';
import type { ZipEntry } from './zip.ts';

const MB = 1 << 20;
/** What an archive may hold before anything in it is read. */
export const limits = {
	entry: 300 * MB,
	total: 400 * MB,
	ratio: 200,
	ratioFrom: MB,
	strings: 150 * MB,
	part: 32 * MB
};

/** What no workbook may bring: by the names of its parts, and how to get rid of it. */
export const forbidden = {
	macro: [/vbaProject|(^|\/)macrosheets\//i, '文件含有宏', '请另存为不含宏的 .xlsx 后上传'],
	link: [/(^|\/)externalLinks\//i, '文件链接到了其他工作簿', '请在“数据—编辑链接”中断开链接，另存后上传'],
	object: [
		/(^|\/)(embeddings|activeX|ctrlProps)\//i,
		'文件含有嵌入对象或控件',
		'请删除嵌入对象和控件，另存后上传'
	],
	query: [
		/(^|\/)queryTables\/|(^|\/)connections\.xml$/i,
		'文件含有外部数据连接',
		'请在“数据—查询和连接”中删除连接，另存后上传'
	]
} as const;

/** Sizes as the directory states them; lies are found while inflating. */
export function checkSizes(entries: readonly ZipEntry[]): void {
	const total = entries.reduce((sum, entry) => sum + entry.size, 0);
	const worst = entries.find(
		(entry) =>
			entry.size > limits.entry ||
			(entry.size > limits.ratioFrom && entry.size > limits.ratio * Math.max(1, entry.packed))
	);
	if (worst || total > limits.total) {
		const size = Math.round((worst?.size ?? total) / MB);
		throw new BadFile(
			`文件解压后过大或压缩比异常（${size} MB）`,
			`解压后不得超过 ${limits.total / MB} MB；请删除空白行列的格式，另存后上传`,
			{ seen: worst?.name }
		);
	}
}

/** Refuses parts that run, fetch or embed. */
export function checkParts(entries: readonly ZipEntry[]): void {
	for (const [pattern, message, remedy] of Object.values(forbidden)) {
		const found = entries.find((entry) => pattern.test(entry.name));
		if (found) throw new BadFile(message, remedy, { seen: found.name });
	}
}
