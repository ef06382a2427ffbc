import type { Workbook, Worksheet } from 'exceljs';
import { checks } from '#checks/index.ts';
import type { Check } from '#checks/define.ts';
import type { CodeList } from '#codes/define.ts';
import type { Column, Dataset } from '#datasets/define.ts';
import { isRequired } from '#datasets/define.ts';
import { headerOf, unitOf } from './header.ts';
import { guideSheet } from './sheets.ts';
import { asBody, asHeader, bodyFont, colours, titleFont } from './template-look.ts';

const kinds: Readonly<Record<Column['kind'], string>> = {
	text: '文本',
	uscc: '统一社会信用代码',
	code: '代码',
	codes: '代码（可多选）',
	date: '日期',
	period: '期间',
	money: '金额',
	usd: '美元金额',
	rate: '利率',
	int: '整数',
	dec: '小数',
	flag: '是/否',
	ref: '编号'
};
const severities = { syntax: '格式', validity: '有效性', quality: '质量', macro: '总量' } as const;

/** What kind of thing a cell of the column holds, in words. */
export function kindLabel(column: Column): string {
	const unit = unitOf(column);
	const places = { money: 2, usd: 2, rate: 5, dec: column.places }[column.kind as string];
	const more = [
		unit && `单位${unit}`,
		places && `${places} 位小数`,
		column.max && `最多 ${column.max} 字`
	].filter(Boolean);
	return more.length ? `${kinds[column.kind]}，${more.join('，')}` : kinds[column.kind];
}

/** What a clerk reads beside a column's header. */
export function columnNote(column: Column): string {
	return [
		`${headerOf(column)}${isRequired(column) ? '（必填）' : ''}`,
		kindLabel(column),
		column.list && `代码表：${column.list.label}（从下拉列表选，或填代码、名称）`,
		column.kind === 'codes' && '多个代码用“、”隔开',
		column.note,
		column.example && `例：${column.example}`
	]
		.filter(Boolean)
		.join('\n');
}

/** The code lists that a form uses, each once. */
export const listsOf = (dataset: Dataset): CodeList[] => [
	...new Set(Object.values(dataset.columns).flatMap((column) => (column.list ? [column.list] : [])))
];

const appliesTo = (check: Check, dataset: Dataset): boolean =>
	check.over === 'syntax' || (check.datasets as readonly Dataset[]).some(({ id }) => id === dataset.id);

/** Adds the 说明 sheet: what the form is, its columns, its checks, its code lists. */
export function addGuide(book: Workbook, dataset: Dataset, letterOf: (position: number) => string): void {
	const sheet = book.addWorksheet(guideSheet, {
		pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 }
	});
	sheet.columns = [6, 24, 8, 28, 22, 46, 26].map((width) => ({ width }));
	sheet.addRow([`${dataset.label}填报说明`]).getCell(1).font = titleFont;
	paragraph(sheet, dataset.definition);
	paragraph(
		sheet,
		'带 * 的列必填。请勿改动表头、隐藏的工作表和文件格式；金额以元为单位，利率以 % 为单位（3.85 表示 3.85%）；代码可填代码、名称，或从下拉列表选。'
	);
	paragraph(
		sheet,
		'上传后若有问题，会退回本表的标注件：问题单元格着色并带批注，“错误清单”列出位置、原因和改法；疑问项可在“说明”列填写后重新上传。'
	);
	table(
		sheet,
		'一、列',
		['列', '名称', '必填', '类型', '代码表', '填写说明', '例'],
		Object.values(dataset.columns).map((column, position) => [
			letterOf(position),
			headerOf(column),
			isRequired(column) ? '是' : '',
			kindLabel(column),
			column.list?.label ?? '',
			column.note ?? '',
			column.example ?? ''
		])
	);
	const rules = [...checks.values()]
		.filter((check) => appliesTo(check, dataset))
		.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
	table(
		sheet,
		'二、校验规则',
		['编号', '规则', '', '', '类别', '改法', ''],
		rules.map((check) => [
			check.id,
			check.message,
			'',
			'',
			`${severities[check.severity]}${/syntax|validity/.test(check.severity) ? '（须改正）' : '（改正或说明）'}`,
			check.remedy,
			''
		]),
		[
			[2, 4],
			[6, 7]
		]
	);
	listsOf(dataset).forEach((list, index) => {
		const shown = list.codes.length <= longestList ? list.codes : [];
		const count = shown.length ? '' : `共 ${list.codes.length} 项，见下拉列表`;
		const rows = shown.map(({ code, label, note }) => ['', '', code, label, '', note ?? '', '']);
		table(
			sheet,
			index ? '' : '三、代码表',
			['', list.label, '代码', '名称', '', '说明', ''],
			[['', count, '', '', '', list.source, ''], ...rows],
			[[6, 7]]
		);
	});
}

/** Longer code lists are not printed in the guide; the drop-downs have them. */
const longestList = 150;

function paragraph(sheet: Worksheet, text: string): void {
	const row = sheet.addRow([text]);
	sheet.mergeCells(row.number, 1, row.number, 7);
	row.getCell(1).font = { ...bodyFont, color: { argb: colours.quiet } };
	row.getCell(1).alignment = { wrapText: true, vertical: 'top' };
	row.height = 15 * Math.ceil(text.length / 78) + 3;
}

type Span = readonly [from: number, to: number];

function table(
	sheet: Worksheet,
	title: string,
	head: string[],
	rows: string[][],
	spans: readonly Span[] = []
): void {
	sheet.addRow([]);
	if (title) sheet.addRow([title]).getCell(1).font = { ...titleFont, size: 12 };
	const lines = [sheet.addRow(head), ...rows.map((row) => sheet.addRow(row))];
	lines.forEach((line, index) => {
		line.eachCell({ includeEmpty: true }, index ? asBody : asHeader);
		for (const [from, to] of spans) sheet.mergeCells(line.number, from, line.number, to);
	});
}
