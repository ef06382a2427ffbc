import { currencies } from '#codes/currency.ts';
import { policyTools } from '#codes/policy-tool.ts';
import type { CodeList } from '#codes/define.ts';
import { fromDecimal, type Rational } from '#core/rational.ts';

/** One dated value: a new target, cap, rate or threshold is one more line. */
export interface ParameterLine {
	readonly id: string;
	/** First and last day it is in force. */
	readonly from: string;
	readonly until?: string;
	/** What it is a value of, where there are several: a currency, a tool, a term. */
	readonly key?: string;
	/** Exact decimal text: shares as fractions, rates in % per year, amounts in 元. */
	readonly value: string;
}

/** What a parameter is, apart from its values. */
export interface Parameter {
	readonly label: string;
	readonly unit:
		'' | '%' | '元' | '美元' | '天' | '工作日' | '个基点' | '是/否' | '比例' | '分' | '家' | '倍';
	/** Who set it, or that it is ours. */
	readonly source: string;
	/** What its values are told apart by, where any code of a list will do. */
	readonly keys?: CodeList;
}

const noticeText = '银管发〔2022〕98号';
const ours = '本平台默认值，可按监管要求调整';
const published = '人民银行公布';

/** Every parameter there is. Those without a line below are values the installation enters, such as mid rates. */
export const parameters = {
	keyAreaShare: { label: '央行政策资金投向重点领域占比目标', unit: '比例', source: `${noticeText}（四）` },
	keyAreaGreenCounts: {
		label: '绿色计入重点领域',
		unit: '是/否',
		source: '通知列举科技创新、先进制造等，绿色是否计入待确认'
	},
	loansSupportedCount: {
		label: '支持贷款口径计入政策资金占比',
		unit: '是/否',
		source: '总行直接发放的工具在京只统计支持贷款，默认不计入'
	},
	keyAreaAmberShare: { label: '重点领域占比预警线', unit: '比例', source: ours },
	foreignDebtCap: {
		label: '跨境融资便利化单户额度',
		unit: '美元',
		source: `${noticeText}（十一）；汇发〔2022〕16号`
	},
	singleAccountLimit: { label: '普惠小微单户授信上限', unit: '元', source: published },
	midRate: {
		label: '期末人民币汇率中间价（1 单位外币）',
		unit: '元',
		source: '中国外汇交易中心，由监管分析员按月录入',
		keys: currencies
	},
	policyRate: { label: '政策工具利率', unit: '%', source: published },
	policyQuota: { label: '政策工具全国额度', unit: '元', source: published },
	fundRatio: { label: '资金占合格贷款本金比例上限', unit: '比例', source: published },
	monthlyDueDay: { label: '月报报送时限（次月第几个工作日）', unit: '工作日', source: ours },
	quarterlyDueDay: { label: '季报报送时限（季后首月第几个工作日）', unit: '工作日', source: ours },
	midRateTolerance: { label: '折人民币允许偏差', unit: '比例', source: ours },
	totalsTolerance: { label: '明细合计与大集中口径允许偏差', unit: '比例', source: ours },
	rollForwardShare: { label: '余额滚动允许偏差（占上期余额）', unit: '比例', source: ours },
	rollForwardAmount: { label: '余额滚动允许偏差（金额下限）', unit: '元', source: ours },
	changeShare: { label: '机构合计环比变动核实线', unit: '比例', source: ours },
	changeBasisPoints: { label: '机构加权利率环比变动核实线', unit: '个基点', source: ours },
	otherSizeShare: { label: '规模“其他”占比核实线', unit: '比例', source: ours },
	otherGuaranteeShare: { label: '担保“其他”占比核实线', unit: '比例', source: ours },
	missingUseShare: { label: '投向缺失占比核实线', unit: '比例', source: ours },
	rateLow: { label: '利率偏低核实线', unit: '%', source: ours },
	rateHigh: { label: '利率偏高核实线', unit: '%', source: ours },
	rateSpread: { label: '利率偏离本机构均值核实线（标准差倍数）', unit: '倍', source: ours },
	productStaleDays: { label: '产品信息陈旧天数', unit: '天', source: ours },
	feedbackReplyDays: { label: '企业评价答复时限', unit: '工作日', source: ours },
	suppressBelow: { label: '公开视图小样本隐去下限', unit: '家', source: ours },
	dominanceOne: { label: '公开视图隐去线：最大一家占比', unit: '比例', source: ours },
	dominanceTwo: { label: '公开视图隐去线：最大两家合计占比', unit: '比例', source: ours }
} as const satisfies Record<string, Parameter>;

export type ParameterId = keyof typeof parameters;

const line = (id: ParameterId, from: string, value: string, key?: string, until?: string): ParameterLine => ({
	id,
	from,
	value,
	...(key && { key }),
	...(until && { until })
});
const start = '2022-09-22';

/** The values in force, each from its day until the next line of the same parameter and key. */
export const parameterLines: readonly ParameterLine[] = [
	line('keyAreaShare', start, '0.5'),
	line('keyAreaGreenCounts', start, '0'),
	line('loansSupportedCount', start, '0'),
	line('keyAreaAmberShare', start, '0.45'),
	line('foreignDebtCap', '2022-05-31', '10000000', 'standard'),
	line('foreignDebtCap', '2026-01-01', '20000000', 'pointsSystem'),
	line('singleAccountLimit', '2019-01-01', '10000000'),
	line('policyRate', '2022-04-28', '1.75', 'TECH'),
	line('policyRate', '2025-05-07', '1.5', 'TECH'),
	line('policyRate', '2026-01-19', '1.25', 'TECH'),
	line('policyRate', '2026-01-19', '1.25', 'SMALL'),
	line('policyRate', '2026-01-19', '1.15', 'SMALL-6M'),
	line('policyRate', '2026-01-19', '0.95', 'SMALL-3M'),
	line('policyRate', '2026-01-19', '1.5', 'REDISCOUNT'),
	line('policyQuota', '2022-04-28', '200000000000', 'TECH'),
	line('policyQuota', '2024-04-07', '500000000000', 'TECH'),
	line('policyQuota', '2025-05-07', '800000000000', 'TECH'),
	line('policyQuota', '2026-01-19', '1200000000000', 'TECH'),
	line('fundRatio', '2022-04-28', '0.6', 'TECH'),
	line('monthlyDueDay', start, '10'),
	line('quarterlyDueDay', start, '15'),
	line('midRateTolerance', start, '0.005'),
	line('totalsTolerance', start, '0.01'),
	line('rollForwardShare', start, '0.001'),
	line('rollForwardAmount', start, '1000000'),
	line('changeShare', start, '0.3'),
	line('changeBasisPoints', start, '50'),
	line('otherSizeShare', start, '0.05'),
	line('otherGuaranteeShare', start, '0.05'),
	line('missingUseShare', start, '0.01'),
	line('rateLow', start, '0.5'),
	line('rateHigh', start, '15'),
	line('rateSpread', start, '3'),
	line('productStaleDays', start, '90'),
	line('feedbackReplyDays', start, '5'),
	line('suppressBelow', start, '3'),
	line('dominanceOne', start, '0.7'),
	line('dominanceTwo', start, '0.85')
];

/** What keys mean that are not codes of a list. */
const keyLabels: Readonly<Record<string, string>> = {
	standard: '一般企业',
	pointsSystem: '创新积分制遴选企业',
	'SMALL-6M': '支小再贷款（6个月）',
	'SMALL-3M': '支小再贷款（3个月）'
};

/** What a key of a parameter means. */
export const keyLabel = (key: string): string =>
	keyLabels[key] ?? policyTools.at.get(key)?.label ?? currencies.at.get(key)?.label ?? key;

/** The keys a parameter takes, with what they mean; empty if it has only one value at a time. */
export function keysOf(id: ParameterId): { readonly key: string; readonly label: string }[] {
	const { keys }: Parameter = parameters[id];
	if (keys) return keys.codes.map(({ code, label }) => ({ key: code, label }));
	const used = parameterLines.flatMap((one) => (one.id === id && one.key !== undefined ? [one.key] : []));
	return [...new Set(used)].map((key) => ({ key, label: keyLabel(key) }));
}

/** A look-up of a parameter's value on a day, for one key where it has several; `null` where none is in force. */
export type ParameterLookUp = (id: ParameterId, on: string, key?: string) => Rational | null;

/** The look-up over the lines of the product and an installation's own, which win over the former from their day on. */
export function withParameters(extra: readonly ParameterLine[]): ParameterLookUp {
	const lines = Map.groupBy([...parameterLines, ...extra], ({ id, key }) => `${id}/${key ?? ''}`);
	for (const group of lines.values()) group.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
	return (id, on, key) => {
		const found = lines.get(`${id}/${key ?? ''}`)?.findLast(({ from }) => from <= on);
		return !found || (found.until && found.until < on) ? null : fromDecimal(found.value);
	};
}

/** A parameter's value on a day, from the product's own lines. */
export const parameter: ParameterLookUp = withParameters([]);
