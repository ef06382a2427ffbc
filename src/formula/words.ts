import { parameters } from '#policy/parameters.ts';
import type { Formula, Leaf } from './formula.ts';
import { isView, type Source } from './source.ts';
import type { Test } from './test.ts';

const nameOf = (source: Source, column: string): string => source.columns[column]?.label ?? column;

/** A condition as an official would read it. */
export function testInWords(source: Source, test: Test): string {
	switch (test.is) {
		case 'among': {
			const list = source.columns[test.column]?.list;
			const values = test.values.map((value) => list?.at.get(String(value))?.label ?? String(value));
			return `${nameOf(source, test.column)}为${values.join('或')}`;
		}
		case 'starts': {
			const list = source.columns[test.column]?.list;
			return `${nameOf(source, test.column)}属${list?.at.get(test.prefix)?.label ?? test.prefix}`;
		}
		case 'above':
			return `${nameOf(source, test.column)}大于${test.value}`;
		case 'filled':
			return `${nameOf(source, test.column)}已填`;
		case 'true':
			return nameOf(source, test.column);
		case 'roster':
			return test.scope === 'national' ? '月末在名录内（国家口径）' : '月末在名录内';
		case 'any':
			return test.of.map((one) => testInWords(source, one)).join('，或');
		case 'not':
			return `不满足“${testInWords(source, test.of)}”`;
		case 'when':
			return `${testInWords(source, test.of)}（参数“${parameters[test.parameter].label}”启用时）`;
	}
}

const spans: Readonly<Record<Leaf['span'], string>> = {
	period: '',
	yearToDate: '当年累计',
	toDate: '历史累计'
};

/** One aggregate in words: 《存量单位贷款信息》中…的“贷款余额折人民币”合计. */
export function leafInWords(leaf: Leaf): string {
	const { source } = leaf;
	const from = isView(source) ? source.label : `《${source.label}》`;
	const where = leaf.where.length
		? `中${leaf.where.map((test) => testInWords(source, test)).join('、')}的`
		: '的';
	const column = leaf.column === null ? '' : `“${nameOf(source, leaf.column)}”`;
	const of: Record<Leaf['op'], string> = {
		sum: `${column}合计`,
		count: '行数',
		distinct: `${column}去重计数`,
		sumProduct: `${column}与“${leaf.weight === null ? '' : nameOf(source, leaf.weight)}”乘积之和`,
		minimum: `${column}最小值`,
		maximum: `${column}最大值`,
		median: `${column}中位数`
	};
	return `${spans[leaf.span]}${from}${where}${of[leaf.op]}`;
}

const times = {
	previous: '上期',
	yearEarlier: '上年同期',
	yearEndBefore: '上年末',
	lastMonth: '末月'
} as const;
const bracketed = (formula: Formula): string =>
	formula.is === 'leaf' || formula.is === 'parameter' || formula.is === 'constant'
		? inWords(formula)
		: `（${inWords(formula)}）`;

/** A formula in words. */
export function inWords(formula: Formula): string {
	switch (formula.is) {
		case 'leaf':
			return leafInWords(formula);
		case 'ratio':
			return `${bracketed(formula.of[0])} ÷ ${bracketed(formula.of[1])}`;
		case 'difference':
			return `${bracketed(formula.of[0])} － ${bracketed(formula.of[1])}`;
		case 'product':
			return `${bracketed(formula.of[0])} × ${bracketed(formula.of[1])}`;
		case 'plus':
			return formula.of.map(bracketed).join(' ＋ ');
		case 'parameter':
			return `参数“${parameters[formula.id].label}”`;
		case 'constant':
			return formula.d === 1 ? String(formula.n) : `${formula.n}/${formula.d}`;
		case 'positive':
			return `${bracketed(formula.of)}，小于零时取零`;
		case 'monthsLeft':
			return '当年剩余月数';
		case 'at':
			return `${times[formula.when]}${bracketed(formula.of)}`;
		case 'overall':
			return `全市${bracketed(formula.of)}`;
	}
}
