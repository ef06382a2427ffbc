import { prose } from '#core/number.ts';
import { compare, isZero, sign } from '#core/rational.ts';
import keyFunds from '#indicators/04-policy-funds/key-area-funds.ts';
import keyGap from '#indicators/04-policy-funds/key-area-gap.ts';
import keyNeeded from '#indicators/04-policy-funds/key-area-needed.ts';
import keyShare from '#indicators/04-policy-funds/key-area-share.ts';
import projection from '#indicators/04-policy-funds/key-area-projection.ts';
import beneficiaries from '#indicators/04-policy-funds/policy-beneficiaries.ts';
import fundsBalance from '#indicators/04-policy-funds/policy-funds-balance.ts';
import issued from '#indicators/04-policy-funds/policy-funds.ts';
import quotaUse from '#indicators/04-policy-funds/quota-use.ts';
import smallPrivate from '#indicators/04-policy-funds/small-private-share.ts';
import loanRate from '#indicators/04-policy-funds/supported-loan-rate.ts';
import {
	cell,
	growth,
	heading,
	minus,
	observed,
	over,
	parameterOf,
	sentence,
	times,
	yearBefore,
	type Block,
	type Column,
	type Figure,
	type Said,
	type See,
	type Table
} from '../define.ts';
import { plain } from './loans.ts';
import { soFar } from './periods.ts';

/** 达到每年50%以上的目标 · 未达到50%的目标，差额2.3亿元: the share against its target, by the unrounded value. */
export function againstTarget(see: See): readonly Said[] {
	const [share, gap] = [see.value({ indicator: keyShare }).exact, see.value({ indicator: keyGap }).exact];
	const target = see.parameter('keyAreaShare');
	if (share === null || target === null) return ['是否达到目标尚不能判断'];
	const line = `${prose(target, keyShare.unit)}%`;
	if (compare(share, target) >= 0) return [`达到每年${line}以上的目标`];
	if (gap === null || isZero(gap) || sign(gap) < 0) return [`未达到${line}的目标`];
	return [`未达到${line}的目标，差额`, ...see.say({ indicator: keyGap })];
}

const total = observed('issued', '累计发放额', issued, { total: 'sum', group: '当年累计发放' });
const key = observed('key', '其中：重点领域', keyFunds, { total: 'sum', group: '当年累计发放' });
const target: Column = {
	is: 'derived',
	id: 'target',
	label: '目标',
	unit: 'percent',
	formula: parameterOf('keyAreaShare'),
	group: '重点领域'
};

/** 政策资金投向, with the target line. */
export const policyTable: Table = {
	is: 'table',
	id: 'policy-funds',
	number: '附表4',
	title: '央行政策资金投向',
	head: '政策工具',
	rows: { are: 'keys', by: 'tool', total: '合计', empty: 'drop' },
	columns: [
		total,
		yearBefore(total),
		growth(total),
		key,
		{
			is: 'derived',
			id: 'other',
			label: '其他领域',
			unit: 'yiYuan',
			formula: minus(cell('issued'), cell('key')),
			group: '当年累计发放'
		},
		{
			is: 'derived',
			id: 'share',
			label: '占比',
			unit: 'percent',
			formula: over(cell('key'), cell('issued')),
			ties: keyShare,
			group: '重点领域'
		},
		target,
		{
			is: 'derived',
			id: 'gap',
			label: '距目标差额',
			unit: 'yiYuan',
			formula: minus(times(parameterOf('keyAreaShare'), cell('issued')), cell('key')),
			ties: keyGap,
			group: '重点领域'
		},
		observed('fundsBalance', '期末余额', fundsBalance, { total: 'sum' }),
		observed('quotaUse', '额度使用率', quotaUse, { width: 11 }),
		observed('beneficiaries', '惠及主体', beneficiaries, { width: 11 })
	],
	notes: [
		'缩进的子产品已计入母工具，合计只加母工具；同一笔投向多个重点领域只计一次。',
		'差额为正表示低于目标所缺金额，为负表示已超过目标的金额。总行直接发放的工具在京只统计支持贷款，不计入占比。'
	]
};

/** Policy funds of each bank, for the table of institutions. */
export const institutionColumns: readonly Column[] = [
	{ ...total, label: '累计发放', group: '政策资金' },
	observed('keyShare', '重点领域占比', keyShare, { group: '政策资金' })
];

/** The share through the year, for the table of months. */
export const monthColumns: readonly Column[] = [
	{ ...total, total: 'own', label: '累计发放额', group: '政策资金（当年累计）' },
	{ ...key, total: 'own', label: '投向重点领域', group: '政策资金（当年累计）' },
	{
		is: 'derived',
		id: 'share',
		label: '重点领域占比',
		unit: 'percent',
		formula: over(cell('key'), cell('issued')),
		ties: keyShare,
		group: '政策资金（当年累计）'
	},
	{ ...target, group: '政策资金（当年累计）' }
];

const shareFigure: Figure = {
	is: 'figure',
	id: 'report-key-share',
	title: (see) => {
		if (see.value({ indicator: keyShare }).exact === null) return '重点领域占比';
		const standing = see.standing(keyShare).startsWith('距') ? '低于目标' : '达到目标';
		return `重点领域占比${plain(see.say({ indicator: keyShare }))}，${standing}`;
	},
	subtitle: '当年累计发放额中的比重，%',
	table: 'by-month',
	form: 'line',
	series: [
		{ column: 'share', label: '重点领域占比', role: 'main' },
		{ column: 'target', label: '目标', role: 'target' }
	],
	source: '人民银行',
	last: 13
};
const toolFigure: Figure = {
	is: 'figure',
	id: 'report-tools',
	title: (see) => `政策资金投向重点领域${plain(see.say({ indicator: keyFunds }))}`,
	subtitle: '当年累计发放额，亿元',
	table: 'policy-funds',
	form: 'stacked-bars',
	series: [
		{ column: 'key', label: '重点领域', role: 'main' },
		{ column: 'other', label: '其他领域', role: 'accent' }
	],
	source: '人民银行'
};

/** 三、（二）政策资金投向. */
export const policyAnalysis: readonly Block[] = [
	heading(2, '（二）央行政策资金投向'),
	sentence((see) => [
		`${soFar(see.period)}，累计发放央行政策资金`,
		...see.say({ indicator: issued }),
		'，',
		...see.sayChange({ indicator: issued }, 'yearOnYear'),
		'；其中投向科技创新、先进制造等重点领域',
		...see.say({ indicator: keyFunds }),
		'，占比',
		...see.say({ indicator: keyShare }),
		'，',
		...againstTarget(see),
		'。'
	]),
	sentence((see) => {
		const [share, full] = [see.value({ indicator: keyShare }).exact, see.parameter('keyAreaShare')];
		const projected = see.value({ indicator: projection });
		const outlook: Said[] =
			projected.exact === null
				? []
				: ['按现有进度，全年占比预计为', ...see.say({ indicator: projection }), '。'];
		if (share === null || full === null || compare(share, full) >= 0) return outlook;
		return [
			'若后续资金全部投向重点领域，尚需发放',
			...see.say({ indicator: keyNeeded }),
			'方可达到目标。',
			...outlook
		];
	}),
	shareFigure,
	toolFigure,
	sentence((see) => [
		'政策资金惠及市场主体',
		...see.say({ indicator: beneficiaries }),
		'，投向小微、民营企业占比',
		...see.say({ indicator: smallPrivate }),
		'；支持贷款加权平均利率',
		...see.say({ indicator: loanRate }),
		'，',
		...see.sayChange({ indicator: loanRate }, 'yearOnYear'),
		'。'
	])
];
