import type { Column } from '#datasets/define.ts';
import type { Formula, Leaf } from '#formula/formula.ts';
import type { Test } from '#formula/test.ts';
import { parameters } from '#policy/parameters.ts';

const aggregates: Readonly<Record<Leaf['op'], string>> = {
	sum: '合计',
	count: '行数',
	distinct: '去重户数',
	sumProduct: '加权和',
	minimum: '最小值',
	maximum: '最大值',
	median: '中位数'
};
const spans: Readonly<Record<Leaf['span'], string>> = {
	period: '',
	yearToDate: '当年累计',
	toDate: '历年累计'
};
const times = { previous: '上期', yearEarlier: '上年同期', yearEndBefore: '上年末' } as const;

/** A condition as one says it. */
function condition(test: Test, columns: Readonly<Record<string, Column>>): string {
	const name = (column: string): string => columns[column]?.label ?? column;
	switch (test.is) {
		case 'among': {
			const list = columns[test.column]?.list;
			return `${name(test.column)}为${test.values.map((value) => list?.at.get(String(value))?.label ?? value).join('或')}`;
		}
		case 'starts':
			return `${name(test.column)}以${test.prefix}开头`;
		case 'above':
			return `${name(test.column)}大于${test.value}`;
		case 'filled':
			return `已填${name(test.column)}`;
		case 'true':
			return `${name(test.column)}为是`;
		case 'roster':
			return `${name(test.column)}当日在${test.scope === 'national' ? '国家口径' : test.scope === 'beijing' ? '北京口径' : '所选口径'}名录内`;
		case 'any':
			return test.of.map((one) => condition(one, columns)).join('，或');
		case 'not':
			return `不满足（${condition(test.of, columns)}）`;
		case 'when':
			return `${condition(test.of, columns)}（按参数“${parameters[test.parameter].label}”）`;
	}
}

function leafInWords(leaf: Leaf): string {
	const columns = leaf.source.columns as Readonly<Record<string, Column>>;
	const name = (column: string | null): string => (column ? (columns[column]?.label ?? column) : '');
	const what =
		leaf.op === 'count'
			? ''
			: leaf.op === 'sumProduct'
				? `${name(leaf.column)}×${name(leaf.weight)}`
				: name(leaf.column);
	const where = leaf.where.map((test) => condition(test as Test, columns)).join('，且');
	return `${spans[leaf.span]}${aggregates[leaf.op]}〔${leaf.source.label}${what ? `·${what}` : ''}${where ? `；${where}` : ''}〕`;
}

/** A formula as an office would write it: Σ in words, ÷ and −, and what each part counts. */
export function inWords(formula: Formula): string {
	const part = (one: Formula): string =>
		['difference', 'plus'].includes(one.is) ? `（${inWords(one)}）` : inWords(one);
	switch (formula.is) {
		case 'leaf':
			return leafInWords(formula);
		case 'ratio':
			return `${part(formula.of[0])} ÷ ${part(formula.of[1])}`;
		case 'product':
			return `${part(formula.of[0])} × ${part(formula.of[1])}`;
		case 'difference':
			return `${inWords(formula.of[0])} − ${part(formula.of[1])}`;
		case 'plus':
			return formula.of.map(inWords).join(' ＋ ');
		case 'parameter':
			return `参数“${parameters[formula.id].label}”`;
		case 'constant':
			return formula.d === 1 ? String(formula.n) : `${formula.n}/${formula.d}`;
		case 'positive':
			return `取正值（${inWords(formula.of)}）`;
		case 'at':
			return `${times[formula.when]}${part(formula.of)}`;
		case 'overall':
			return `全部（${inWords(formula.of)}）`;
	}
}
