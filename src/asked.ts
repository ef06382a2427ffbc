import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { commandLine } from '#settings';
import { isDate, isMonth, isPeriod, isQuarter, type Period } from '#core/period.ts';
import type { Dataset } from '#datasets/define.ts';
import { datasets } from '#datasets/index.ts';
import { dimensionOf, isDimension, unfilled, type DimensionId } from '#formula/dimensions.ts';
import { leavesOf } from '#formula/formula.ts';
import { dimensionsOf } from '#formula/keys.ts';
import { comparisonLabels, type Indicator } from '#indicators/define.ts';
import { indicators } from '#indicators/index.ts';
import { institutions, type Institution } from '#lib/server/ledger/institutions.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import type { ObserveQuery, Scope } from '#lib/server/observe/types.ts';
import { reports } from '#reports/index.ts';
import type { Report } from '#reports/define.ts';

/** The command line was wrong: exit 2, with a sentence of what is wrong and what would be right. */
export class Usage extends Error {}

/** Options as they were typed. */
export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export const textOf = (values: Values, name: string): string => String(values[name]);
export const optional = (values: Values, name: string): string | undefined =>
	values[name] === undefined ? undefined : String(values[name]);

const listed = (words: Iterable<string>): string => [...words].join('、');

/** One of a few words; refuses any other. */
export function among<T extends string>(name: string, value: string, allowed: readonly T[]): T {
	if (!allowed.includes(value as T)) throw new Usage(`--${name} 应为 ${listed(allowed)} 之一，现为 ${value}`);
	return value as T;
}

/** The ledger in a data folder that has one; only `init` makes it. */
export function existingLedger(data: string): Ledger {
	if (!existsSync(path.join(data, 'ledger.db')))
		throw new Usage(
			`目录中没有账本：${path.resolve(data)}。请先建立：${commandLine(`init --data ${data}`)}，或用 --data 指明已有账本的目录`
		);
	return openLedger(data);
}

/** A path as it was typed: from where the command was called, not from where the program lies. */
export const placed = (given: string): string => path.resolve(process.env.INIT_CWD ?? '', given);

/** A file to be read. */
export function existingFile(given: string): string {
	const file = placed(given);
	if (!existsSync(file)) throw new Usage(`没有这个文件：${file}`);
	if (!statSync(file).isFile()) throw new Usage(`不是文件：${file}`);
	return file;
}

export function datasetAsked(id: string): Dataset {
	const found = datasets.get(id);
	if (!found) throw new Usage(`没有报表“${id}”，可用：${listed(datasets.keys())}`);
	return found;
}

export function reportAsked(id: string): Report {
	const found = reports.get(id);
	if (!found) throw new Usage(`没有报告“${id}”，可用：${listed(reports.keys())}`);
	return found;
}

export function institutionAsked(ledger: Ledger, id: string): Institution {
	const all = institutions(ledger);
	const found = all.find((one) => one.id === id);
	if (!found)
		throw new Usage(
			all.length
				? `没有报送机构“${id}”，可用：${listed(all.map((one) => `${one.id} ${one.shortName}`))}`
				: `没有报送机构“${id}”，账本中还没有机构，请先登记：institution add`
		);
	return found;
}

function indicatorAsked(idOrCode: string): Indicator {
	const all = [...indicators.values()];
	const found = all.find(({ id, code }) => id === idOrCode || code.toLowerCase() === idOrCode.toLowerCase());
	if (!found)
		throw new Usage(
			`没有指标“${idOrCode}”，可用：${listed(all.map(({ code, label }) => `${code} ${label}`))}`
		);
	return found;
}

/** Any period; what a dataset is filed for is its own rule. */
export function periodAsked(text: string): Period {
	if (!isPeriod(text)) throw new Usage(`期间“${text}”写法不对，应如 2026-09、2026Q3`);
	return text;
}

/** 季度: what a report is made for. */
export function quarterAsked(report: Report, text: string): Period {
	if (!isQuarter(text)) throw new Usage(`${report.label}按季度生成，--period 应如 2026Q3，现为 ${text}`);
	return text;
}

/** The period or the periods from one to another, of one kind and in order. */
function timeAsked(values: Values): Pick<ObserveQuery, 'period' | 'from' | 'to'> {
	const [period, from, to] = ['period', 'from', 'to'].map((name) => {
		const given = optional(values, name);
		if (given !== undefined && !isMonth(given) && !isQuarter(given))
			throw new Usage(`--${name} 应为月份或季度，如 2026-09、2026Q3，现为 ${given}`);
		return given;
	});
	if (period !== undefined) {
		if (from !== undefined || to !== undefined)
			throw new Usage('--period 与 --from、--to 只能用一种：单个期间用 --period，一段期间用 --from 和 --to');
		return { period };
	}
	if (from === undefined && to === undefined)
		throw new Usage('没有给出期间：单个期间用 --period，一段期间用 --from 和 --to');
	if (from === undefined || to === undefined)
		throw new Usage(`--from 与 --to 须同时给出，缺少 --${from === undefined ? 'from' : 'to'}`);
	if (isMonth(from) !== isMonth(to)) throw new Usage(`--from ${from} 与 --to ${to} 须同为月份或同为季度`);
	if (from > to) throw new Usage(`--from ${from} 晚于 --to ${to}`);
	return { from, to };
}

/** The dimensions an indicator can be broken down by: those it names, and those all its rows carry. */
function dimensionsFor(indicator: Indicator): ReadonlySet<DimensionId> {
	const carried = leavesOf(indicator.formula).map(({ source }) => Object.keys(dimensionsOf(source)));
	const common = (carried[0] ?? []).filter((name) => carried.every((names) => names.includes(name)));
	return new Set([...indicator.by, ...(common as DimensionId[])]);
}

function dimensionAsked(indicator: Indicator, name: string): DimensionId {
	const allowed = dimensionsFor(indicator);
	if (!isDimension(name) || !allowed.has(name))
		throw new Usage(
			`${indicator.code} ${indicator.label}没有维度“${name}”，可用：${
				listed([...allowed].map((one) => `${one} ${dimensionOf(one).label}`)) || '无'
			}`
		);
	return name;
}

/** Keys of a dimension, each a code of its list or, for institutions, an id. */
function keysAsked(ledger: Ledger, dimension: DimensionId, keys: readonly string[]): void {
	const { list, label } = dimensionOf(dimension);
	for (const key of keys)
		if (dimension === 'institution') institutionAsked(ledger, key);
		else if (list && key !== unfilled && !list.at.has(key))
			throw new Usage(
				`${label}没有“${key}”，可用：${listed(list.codes.slice(0, 40).map((one) => `${one.code} ${one.label}`))}`
			);
}

/** What `observe` and `passport` are asked, every word of it resolved. */
export function queryAsked(ledger: Ledger, word: string, values: Values): ObserveQuery {
	const indicator = indicatorAsked(word);
	const time = timeAsked(values);
	const where: Record<string, string | string[]> = {};
	let scope = optional(values, 'scope');
	for (const one of (values.where as readonly string[] | undefined) ?? []) {
		const at = one.indexOf('=');
		if (at < 1) throw new Usage(`--where 应写成 维度=值，现为 ${one}`);
		const [name, keys] = [one.slice(0, at), one.slice(at + 1).split(',')];
		if (name === 'scope') {
			scope = keys[0];
			continue;
		}
		if (name in where) throw new Usage(`--where ${name} 只能给一次，多个值用逗号分开：${name}=值,值`);
		keysAsked(ledger, dimensionAsked(indicator, name), keys);
		where[name] = keys.length === 1 ? keys[0]! : keys;
	}
	const by = optional(values, 'by')?.split(',');
	by?.forEach((name) => dimensionAsked(indicator, name));
	if (by && new Set(by).size < by.length) throw new Usage(`--by 中维度重复：${by.join(',')}`);
	const compare = optional(values, 'compare');
	const allowed: readonly string[] = indicator.comparisons;
	if (compare !== undefined && !allowed.includes(compare))
		throw new Usage(
			`${indicator.code} ${indicator.label}不作“${compare}”比较，可用：${
				listed(indicator.comparisons.map((one) => `${one} ${comparisonLabels[one]}`)) || '无'
			}`
		);
	const asOf = optional(values, 'as-of');
	if (asOf !== undefined && !isDate(asOf))
		throw new Usage(`--as-of 应为存在的日期，如 2026-10-31，现为 ${asOf}`);
	return {
		indicator: indicator.id,
		...time,
		where,
		...(compare !== undefined && { compare: compare as ObserveQuery['compare'] & string, likeForLike: true }),
		...(by && { by }),
		...(scope !== undefined && { scope: among<Scope>('scope', scope, ['beijing', 'national']) }),
		...(asOf !== undefined && { asOf })
	};
}
