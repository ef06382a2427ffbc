import { periodLabel } from '#core/period.ts';
import { notice } from '#policy/clauses.ts';
import { datasetOf } from '#datasets/index.ts';
import { unitOf } from '#core/unit.ts';
import { natureLabels } from '#indicators/define.ts';
import { cellName } from '../native-chart.ts';
import type { ContentBlock } from '../content.ts';
import { addSheet, put, putFormula, refTo, sheetNames, type Book } from './book.ts';
import { writeHeader } from './data.ts';
import { beijingTime } from './trace.ts';
import { aligned, borders, dress, fonts, paper, wrappedHeight } from './style.ts';

/** 初步 until every filer has filed. */
export const statusLabel = (status: 'preliminary' | 'final'): string =>
	status === 'final' ? '终审数' : '初步数';

/** 封面: title, period, as-of, coverage, version, hash, and the lines to sign on. */
export function writeCover(book: Book, ties: number): void {
	const { content } = book;
	const sheet = book.workbook.getWorksheet(sheetNames.cover)!;
	paper(sheet, 'portrait', book.foot);
	sheet.getColumn(1).width = 22;
	sheet.getColumn(2).width = 74;
	const line = (row: number, text: string, looks: Parameters<typeof dress>[1], height: number) => {
		sheet.mergeCells(row, 1, row, 2);
		dress(put(sheet, `A${row}`, text), looks);
		sheet.getRow(row).height = height;
	};
	line(
		2,
		content.source.demo ? '演示数据　不得作为统计依据' : ' ',
		{ font: { ...fonts.strong, color: { argb: 'FFB3261E' } }, alignment: aligned.centre },
		22
	);
	line(4, content.report.title.join('\n'), { font: fonts.cover, alignment: aligned.centre }, 120);
	line(5, periodLabel(content.period), { font: { ...fonts.title }, alignment: aligned.centre }, 36);
	line(6, `依据${notice.number}《${notice.measures}》`, { font: fonts.quiet, alignment: aligned.centre }, 40);
	const facts: [string, string][] = [
		['数据截至', content.asOf],
		['报送完整度', `已报 ${content.coverage.filed}/${content.coverage.expected} 家`],
		['数据状态', statusLabel(content.status)],
		['数据版本', content.version],
		['最后一批数据生效', `${beijingTime(content.source.knownAt)}（北京时间）`],
		['内容校验值', content.hash],
		['勾稽', '']
	];
	if (content.source.office)
		facts.unshift(['范围', `${content.source.office}职责内的措施和可查看的指标；附表编号与全本一致`]);
	facts.forEach(([label, text], i) => {
		const row = 9 + i;
		dress(put(sheet, `A${row}`, label), { font: fonts.strong, alignment: aligned.left, border: borders.row });
		dress(put(sheet, `B${row}`, text), { font: fonts.body, alignment: aligned.wrap, border: borders.row });
		sheet.getRow(row).height = 24;
	});
	const last = 9 + facts.length - 1;
	const failing = `'${sheetNames.ties}'!E${ties + 3}`;
	putFormula(
		sheet,
		`B${last}`,
		`IF(${failing}=0,"${ties}项核对全部平衡","有"&${failing}&"项不平，见勾稽表")`,
		`${ties}项核对全部平衡`
	);
	['编　　制', '复　　核', '签　　发', '联系电话', '编制日期'].forEach((label, i) => {
		const row = last + 4 + i;
		dress(put(sheet, `A${row}`, label), { font: fonts.strong, alignment: aligned.left });
		dress(sheet.getCell(`B${row}`), { border: borders.row });
		sheet.getRow(row).height = 30;
	});
}

/** 目录: every sheet with what it holds, linked. */
export function writeContents(book: Book): void {
	const sheet = book.workbook.getWorksheet(sheetNames.contents)!;
	paper(sheet, 'portrait', book.foot);
	writeHeader(sheet, ['序号', '工作表', '内容'], [8, 36, 70]);
	book.contents.forEach(({ sheet: name, says }, i) => {
		const row = i + 2;
		dress(put(sheet, `A${row}`, i + 1), { font: fonts.body, alignment: aligned.centre });
		dress(put(sheet, `B${row}`, name), { font: fonts.link });
		dress(put(sheet, `C${row}`, says), { font: fonts.body, alignment: aligned.wrap });
		sheet.getRow(row).height = 20;
		book.links.push({
			sheet: sheetNames.contents,
			at: `B${row}`,
			to: refTo({ sheet: name, at: 'A1' }),
			tip: `到${name}`
		});
	});
}

const symbols: readonly (readonly [string, string])[] = [
	['—', '没有数值或不适用，原因见表下注'],
	['·', '此处不应有数'],
	['...', '应报未报'],
	['x', '不予公布：不足规定家数、个别机构或企业占比过高，或公布后可推算出这类数'],
	['r', '较上次发布有修订'],
	['p', '初步数，应报机构尚未报齐'],
	['0', '真实的零；“0.0”为小于最小单位']
];

/** 说明: scope, symbols, revisions, how to read the workbook. */
export function writeExplanations(book: Book): void {
	const { content } = book;
	const sheet = addSheet(book, sheetNames.definitions, '口径、符号、修订、使用方法');
	paper(sheet, 'portrait', book.foot);
	sheet.getColumn(1).width = 18;
	sheet.getColumn(2).width = 82;
	const rows: (readonly [string, string] | string)[] = [
		'口径',
		[
			'统计范围',
			'在京报送机构的本外币业务。科创企业为名录所列各类企业（北京口径，含隐形冠军和中关村高新技术企业），按统计日有效类别以统一社会信用代码匹配，不采用银行自报。'
		],
		['户数', '按统一社会信用代码去重，同一企业只计一次；分机构、分类别户数之和不等于合计。'],
		[
			'同比',
			'本期值÷上年同期值−1，由表内公式计算；占比、利率的变动分别为百分点、基点。口径调整前后不计算增速。'
		],
		[
			'政策资金',
			'当年累计发放额；子产品并入母工具，同一笔只计一次；总行直接发放的工具在京只统计支持贷款，默认不计入占比。'
		],
		['初步与终审', '应报机构未报齐为初步数，报齐为终审数；未报机构不以零或上期数代替。'],
		'符号',
		...symbols,
		'修订',
		[
			'数据版本',
			`本册数据版本 ${content.version}。每有一批数据生效，版本加一；重报后数字可能修订，以新版本为准。`
		],
		['校验值', `封面校验值由全部数字和文字计算（SHA-256），内容相同则相同：${content.hash}`],
		'使用',
		['公式', '合计、占比、增速由公式计算，从“数据”表取数；改动任一数字后重新计算，“勾稽”表会显示不平。'],
		['溯源', '点击表中数字可到“溯源”表对应行；溯源表列出指标、期间、报送批次和护照地址。'],
		['计量单位', '金额：亿元（数据表为元）；占比、增速：%；利率：年化%；“个百分点”“个基点”直接写在单元格中。']
	];
	rows.forEach((entry, i) => {
		const row = i + 1;
		if (typeof entry === 'string') {
			dress(put(sheet, `A${row}`, entry), { font: fonts.subheading });
			sheet.getRow(row).height = 28;
			return;
		}
		dress(put(sheet, `A${row}`, entry[0]), {
			font: fonts.strong,
			alignment: aligned.prose,
			border: borders.row
		});
		dress(put(sheet, `B${row}`, entry[1]), {
			font: fonts.body,
			alignment: aligned.prose,
			border: borders.row
		});
		sheet.getRow(row).height = wrappedHeight(entry[1], 82);
	});
}

/** The definitions of the indicators used, from their declarations. */
export function writeDefinitions(
	book: Book,
	block: Extract<ContentBlock, { is: 'definitions' }>['block']
): void {
	const name = `${block.number} ${block.title}`;
	const sheet = addSheet(book, name, '每个指标的含义、依据、单位、报送方');
	paper(sheet, 'landscape', book.foot, '1:1');
	const widths = [9, 26, 9, 7, 70, 30, 26, 26];
	writeHeader(sheet, ['代码', '指标', '单位', '性质', '口径', '依据', '报送', '来源报表'], widths);
	block.indicators.forEach((indicator, i) => {
		const cells = [
			indicator.code,
			indicator.label,
			unitOf(indicator.unit).label,
			natureLabels[indicator.nature],
			indicator.definition,
			indicator.basis,
			indicator.filedBy,
			indicator.datasets.map(({ id }) => datasetOf(id).label).join('、')
		];
		cells.forEach((text, c) =>
			dress(put(sheet, cellName({ column: c, row: i + 1 }), text), {
				font: fonts.body,
				alignment: aligned.prose,
				border: borders.row
			})
		);
		sheet.getRow(i + 2).height = Math.max(...cells.map((text, c) => wrappedHeight(text, widths[c]!)));
	});
}
