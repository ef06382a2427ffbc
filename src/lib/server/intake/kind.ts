import { BadFile } from './problem.ts';
import type { Source } from './zip.ts';

type Refused =
	'empty' | 'ole' | 'pdf' | 'html' | 'xml' | 'image' | 'rar' | 'gzip' | 'xlsb' | 'ods' | 'archive';
export type Kind = 'zip' | 'text' | Refused;

const starts: readonly (readonly [string, Kind])[] = [
	['504b0304', 'zip'],
	['504b0506', 'archive'],
	['d0cf11e0a1b11ae1', 'ole'],
	['25504446', 'pdf'],
	['89504e47', 'image'],
	['ffd8ff', 'image'],
	['47494638', 'image'],
	['52617221', 'rar'],
	['377abcaf', 'rar'],
	['1f8b', 'gzip']
];

/** What a file is by its first bytes, whatever its name says. */
export function kindOf(source: Source): Kind {
	if (source.size === 0) return 'empty';
	const bytes = source.read(0, Math.min(source.size, 512));
	const hex = bytes.toString('hex', 0, 8);
	const found = starts.find(([magic]) => hex.startsWith(magic));
	if (found) return found[1];
	const text = bytes
		.toString('latin1')
		.replace(/^\xef\xbb\xbf/, '')
		.trimStart()
		.toLowerCase();
	if (/^<(!doctype html|html|table|meta|head)/.test(text)) return 'html';
	return text.startsWith('<?xml') ? 'xml' : 'text';
}

const reasons: Readonly<Record<Refused, readonly [message: string, remedy: string]>> = {
	empty: ['文件是空的', '请检查文件是否保存完整，重新上传'],
	ole: ['文件已加密或为旧版 .xls', '请去掉密码，另存为 .xlsx 后上传'],
	pdf: ['这是 PDF 文件', '请上传填好的 .xlsx 模板'],
	html: ['这是网页格式的表格（有的系统导出时命名为 .xls）', '请用 Excel 或 WPS 打开，另存为 .xlsx 后上传'],
	xml: ['这是 XML 文件', '请用 Excel 或 WPS 打开，另存为 .xlsx 后上传'],
	image: ['这是图片', '请上传填好的 .xlsx 模板'],
	rar: ['这是 RAR 或 7z 压缩包', '请直接上传 .xlsx、.csv，或按规范打成 .zip'],
	gzip: ['这是 gzip 压缩包', '请直接上传 .xlsx、.csv，或按规范打成 .zip'],
	xlsb: ['这是二进制工作簿 .xlsb', '请另存为 .xlsx 后上传'],
	ods: ['这是 OpenDocument 文件', '请另存为 .xlsx 后上传'],
	archive: [
		'压缩包里没有工作簿，也没有 .dat 文件',
		'请直接上传 .xlsx 或 .csv，或按规范把 .dat 与 .log 打成一个 .zip'
	]
};

/** Why a kind of file is not read. */
export const refusal = (kind: Refused): BadFile => new BadFile(...reasons[kind]);
