import type { Dictionary } from './dictionary.ts';

const cell = (text: string | number | boolean | null): string =>
	(text === null ? '' : String(text))
		.replaceAll('|', '\\|')
		.split('\n')
		.map((line) => line.trim())
		.join(' ');
const table = (
	head: readonly string[],
	rows: readonly (readonly (string | number | boolean | null)[])[]
): string =>
	[head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
const span = (from: string, until: string | null): string => (until ? `${from} 至 ${until}` : `${from} 起`);
const fact = (label: string, text: string | null | undefined): string =>
	text ? `- ${label}：${text}\n` : '';

function indicatorText(one: Dictionary['indicators'][number]): string {
	return (
		`### ${one.code} ${one.label}\n\n${one.definition}\n\n` +
		fact('英文名', one.english) +
		fact('编号', `\`${one.id}\``) +
		fact('单位', `${one.unit}，${one.nature}，${one.every}`) +
		fact('依据', one.basis) +
		fact('适用期间', span(one.from, one.until)) +
		fact('报送', one.filedBy) +
		fact('目标', one.target) +
		fact('比较', one.comparisons.join('、')) +
		fact('分组', one.by.join('、')) +
		fact('口径', one.scoped ? '国家口径、北京口径' : null) +
		fact('所用报表', one.datasets.map((id) => `\`${id}\``).join('、')) +
		one.breaks.map((change) => fact('口径变更', `${change.from} 起，${change.note}`)).join('') +
		one.examples.map((says) => fact('算例', says)).join('')
	);
}

function datasetText(one: Dictionary['datasets'][number]): string {
	const head =
		`### ${one.label}\n\n${one.definition}\n\n` +
		fact('编号', `\`${one.id}\`${one.table ? `（${one.table}）` : ''}，版本 ${one.version}`) +
		fact('性质', `${one.nature}，${one.every}${one.due ? `，${one.due}报送` : ''}`) +
		fact('报送', one.filers.join('、') || '由管理员导入') +
		fact('文件', one.layouts.join('、')) +
		fact('校验', one.checks.join('、'));
	const columns = one.columns.map((column) => [
		column.label,
		`\`${column.name}\``,
		column.type,
		column.key ? '主键' : column.required ? '必填' : '选填',
		column.note
	]);
	return `${head}\n${table(['列', '字段名', '填法', '要求', '说明'], columns)}\n`;
}

/** Lists longer than this are counted here and given whole in the `.json`. */
const longest = 200;

function listText(list: Dictionary['codes'][number]): string {
	const head = `### ${list.label} \`${list.id}\`\n\n来源：${list.source}\n\n`;
	if (list.codes.length > longest) return `${head}共 ${list.codes.length} 个代码，全部列于 dictionary.json。`;
	const rows = list.codes.map((one) => [one.code, one.label, one.parent ?? '', one.note ?? '']);
	return head + table(['代码', '名称', '上级', '说明'], rows);
}

/** 数据字典 as one document to read, print or compare. */
export function markdownOf(dictionary: Dictionary): string {
	const { notice, indicators, datasets, checks, codes, parameters, glossary } = dictionary;
	const checkRows = checks.map((one) => [
		one.id,
		one.blocks ? `${one.severity}（须改）` : `${one.severity}（改正或说明）`,
		one.message,
		one.remedy,
		span(one.from, one.until),
		one.basis
	]);
	const parameterRows = parameters.flatMap((one) =>
		(one.lines.length
			? one.lines
			: [{ from: null, until: null, keyLabel: null, value: '由监管分析员录入' }]
		).map((line) => [
			one.label,
			`\`${one.id}\``,
			line.keyLabel,
			`${line.value}${one.unit && line.from ? ` ${one.unit}` : ''}`,
			line.from ? span(line.from, line.until) : '',
			one.source
		])
	);
	return [
		`# 数据字典\n\n依据${notice.number}《${notice.measures}》。本文由定义自动生成，与系统实际使用的一致。`,
		`## 指标（${indicators.length}）\n\n${indicators.map(indicatorText).join('\n')}`,
		`## 报表（${datasets.length}）\n\n${datasets.map(datasetText).join('\n')}`,
		`## 校验规则（${checks.length}）\n\n${table(['编号', '类别', '规则', '怎么改', '适用', '依据'], checkRows)}`,
		`## 代码（${codes.length}）\n\n${codes.map(listText).join('\n\n')}`,
		`## 参数（${parameters.length}）\n\n${table(['参数', '编号', '细分', '值', '适用', '来源'], parameterRows)}`,
		`## 术语（${glossary.length}）\n\n${table(
			['术语', '含义', '来源'],
			glossary.map((one) => [one.term, one.definition, one.source])
		)}`,
		''
	].join('\n\n');
}
