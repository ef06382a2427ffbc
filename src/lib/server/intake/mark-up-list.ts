import { blocks } from '#checks/define.ts';
import type { Severity } from '#checks/define.ts';
import type { Dataset } from '#datasets/define.ts';
import { parseAddress, sheetName } from './address.ts';
import { StyleSheet } from './mark-up-styles.ts';
import { colours } from './template-look.ts';
import { escapeCell, escapeXml } from './xml.ts';

/** A finding as a mark-up needs it. */
export interface Marked {
	readonly check: string;
	readonly severity: Severity;
	readonly where: string;
	readonly line: number | null;
	/** Column names; the first is the cell of `where`. */
	readonly columns: readonly string[];
	readonly seen: string | null;
	readonly message: string;
	readonly remedy: string;
	readonly explanation?: string | null;
}

/** What the list says of the file it is about. */
export interface MarkedFile {
	readonly fileName: string;
	readonly receipt: string;
	readonly institution: string;
	readonly period: string;
	/** Data sheet of a workbook, and the letters of its columns. */
	readonly sheet: string | null;
	readonly letters: Readonly<Record<string, string>>;
	/** Who saved the copy, and when. */
	readonly mark?: string;
	/** How many findings there are in all, where not all of them are given. */
	readonly totals?: { readonly blocking: number; readonly explainable: number };
}

/** Cells coloured and commented, and lines listed, at most: more would be slow to open and is said in words. */
export const mostMarked = 10_000;
export const mostListed = 50_000;
/** Headers of the list, by which it is read back. */
export const listHeaders = [
	'序号',
	'位置',
	'列',
	'规则',
	'类别',
	'现值',
	'问题',
	'怎么改',
	'说明',
	'编号'
] as const;
const widths = [7, 20, 20, 9, 15, 28, 44, 44, 40, 10];
const listLine = 4;

/** What identifies a finding when a list comes back. */
export const findingKey = ({ check, where }: Pick<Marked, 'check' | 'where'>): string => `${check} ${where}`;

interface Looks {
	readonly title: number;
	readonly quiet: number;
	readonly head: number;
	readonly text: number;
	readonly link: number;
	readonly bad: number;
	readonly warn: number;
	readonly entry: number;
}

function looksIn(styles: StyleSheet): Looks {
	const font = (size: number, colour: string, more = '', name = '宋体') =>
		styles.add('fonts', `${more}<sz val="${size}"/><color rgb="${colour}"/><name val="${name}"/>`);
	const fill = (colour: string) =>
		styles.add(
			'fills',
			`<patternFill patternType="solid"><fgColor rgb="${colour}"/><bgColor indexed="64"/></patternFill>`
		);
	const side = (name: string) => `<${name} style="thin"><color rgb="${colours.line}"/></${name}>`;
	const border = styles.add('borders', `${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/>`);
	const inside = '<alignment vertical="top" wrapText="1"/>';
	const text = font(10, colours.ink);
	return {
		title: styles.style(0, { font: font(16, colours.brand, '<b/>', '微软雅黑'), fill: 0, border: 0 }),
		quiet: styles.style(0, { font: font(10, colours.quiet), fill: 0, border: 0 }),
		head: styles.style(0, {
			font: font(10, 'FFFFFFFF', '<b/>', '微软雅黑'),
			fill: fill(colours.brand),
			border,
			inside: '<alignment horizontal="center" vertical="center" wrapText="1"/>'
		}),
		text: styles.style(0, { font: text, fill: 0, border, inside }),
		link: styles.style(0, { font: font(10, 'FF2073BC', '<u/>'), fill: 0, border, inside }),
		bad: styles.style(0, {
			font: font(10, colours.bad, '<b/>'),
			fill: fill(colours.badWash),
			border,
			inside
		}),
		warn: styles.style(0, {
			font: font(10, colours.warn, '<b/>'),
			fill: fill(colours.warnWash),
			border,
			inside
		}),
		entry: styles.style(0, { font: text, fill: fill('FFFFFBEA'), border, inside })
	};
}

const cell = (letter: string, line: number, text: string, style: number): string =>
	text === ''
		? `<c r="${letter}${line}" s="${style}"/>`
		: `<c r="${letter}${line}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeCell(text)}</t></is></c>`;

const row = (
	line: number,
	texts: readonly string[],
	style: (column: number) => number,
	height = ''
): string =>
	`<row r="${line}"${height}>${texts.map((text, column) => cell('ABCDEFGHIJ'[column]!, line, text, style(column))).join('')}</row>`;

/** The 错误清单 worksheet, in pieces: a line per finding with a link to its cell, and room for explanations. */
export function listSheetXml(
	findings: readonly Marked[],
	dataset: Dataset,
	file: MarkedFile,
	styles: StyleSheet,
	namespace: string
): Buffer[] {
	const looks = looksIn(styles);
	const listed = findings.slice(0, mostListed);
	const links: string[] = [];
	const pieces = [Buffer.from(opening(findings, dataset, file, looks, namespace))];
	for (let from = 0; from < listed.length; from += 1000) {
		const lines = listed.slice(from, from + 1000).map((finding, at) => {
			const line = listLine + 1 + from + at;
			const target = linkOf(finding, file);
			if (target)
				links.push(
					`<hyperlink ref="B${line}" location="${escapeXml(target)}" display="${escapeXml(finding.where)}"/>`
				);
			return findingRow(finding, line, target !== null, dataset, looks);
		});
		pieces.push(Buffer.from(lines.join('')));
	}
	const last = listLine + Math.max(1, listed.length);
	pieces.push(
		Buffer.from(
			`</sheetData><autoFilter ref="A${listLine}:J${last}"/>${links.length ? `<hyperlinks>${links.join('')}</hyperlinks>` : ''}`
		),
		Buffer.from(
			'<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
		)
	);
	return pieces;
}

/** The worksheet down to the header of the list. */
const opening = (
	findings: readonly Marked[],
	dataset: Dataset,
	file: MarkedFile,
	looks: Looks,
	namespace: string
): string =>
	[
		`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${namespace}"><sheetPr><tabColor rgb="${colours.bad}"/><pageSetUpPr fitToPage="1"/></sheetPr>`,
		`<sheetViews><sheetView workbookViewId="0" showGridLines="0"><pane xSplit="2" ySplit="${listLine}" topLeftCell="C${listLine + 1}" activePane="bottomRight" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>`,
		`<cols>${widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"${at === 9 ? ' hidden="1"' : ''}/>`).join('')}</cols>`,
		'<sheetData>',
		row(1, [`错误清单　${dataset.label}`], () => looks.title, ' ht="28" customHeight="1"'),
		row(
			2,
			[
				`${file.institution}　${file.period}　回执 ${file.receipt}　文件 ${file.fileName}${file.mark ? `　${file.mark}` : ''}`
			],
			() => looks.quiet
		),
		row(3, [summary(findings, file)], () => looks.quiet),
		row(listLine, listHeaders, () => looks.head, ' ht="24" customHeight="1"')
	].join('');

function findingRow(finding: Marked, line: number, linked: boolean, dataset: Dataset, looks: Looks): string {
	const must = blocks(finding.severity);
	const labels = finding.columns.map((name) => dataset.columns[name]?.label ?? name).join('、');
	const texts = [
		String(line - listLine),
		finding.where,
		labels,
		finding.check,
		must ? '错误：须改正' : '疑问：改正或说明',
		finding.seen ?? '',
		finding.message,
		finding.remedy,
		finding.explanation ?? '',
		findingKey(finding)
	];
	const style = (column: number): number => {
		if (column === 1 && linked) return looks.link;
		if (column === 4) return must ? looks.bad : looks.warn;
		return column === 8 && !must ? looks.entry : looks.text;
	};
	return row(line, texts, style, ` ht="${heightOf(texts)}"`);
}

/** The height that wrapped texts need; not every program measures it again on opening. */
function heightOf(texts: readonly string[]): number {
	const lines = texts.slice(0, -1).map((text, column) => {
		const wide = text.length + (text.match(/[^\x00-\xff]/g)?.length ?? 0);
		return Math.ceil(wide / (widths[column]! - 1)) + (text.match(/\n/g)?.length ?? 0);
	});
	return 15 * Math.min(10, Math.max(1, ...lines));
}

function summary(findings: readonly Marked[], { sheet, totals }: MarkedFile): string {
	const marked = sheet !== null;
	const must = totals?.blocking ?? findings.filter(({ severity }) => blocks(severity)).length;
	const all = totals ? must + totals.explainable : findings.length;
	const said = [
		`共 ${all} 处：错误 ${must} 处，须改正；疑问 ${all - must} 处，改正或说明原因（至少 10 个字）`,
		marked
			? '请在原表改正，疑问写在本表“说明”列，改好后把本文件重新上传'
			: '请在原文件改正后重新上传；疑问在系统的报送页面填写说明',
		'原有数据未受影响',
		all > mostListed && `清单只列前 ${mostListed} 处，其余见系统`,
		marked && all > mostMarked && `原表只标注前 ${mostMarked} 处`
	];
	return said.flatMap((sentence) => (sentence ? [`${sentence}。`] : [])).join('');
}

/** The cell a finding is about, as a link inside the workbook. */
function linkOf({ where, line }: Marked, { sheet }: MarkedFile): string | null {
	const address = parseAddress(where);
	if (address) return `${sheetName(address.sheet)}!${address.letters}${address.line}`;
	return sheet !== null && line !== null ? `${sheetName(sheet)}!A${line}` : null;
}
