import coached from '#indicators/10-bonds/bond-coached-share.ts';
import conversion from '#indicators/10-bonds/bond-conversion.ts';
import coupon from '#indicators/10-bonds/bond-coupon.ts';
import entered from '#indicators/10-bonds/bond-list-in.ts';
import left from '#indicators/10-bonds/bond-list-out.ts';
import list from '#indicators/10-bonds/bond-list.ts';
import sessions from '#indicators/10-bonds/bond-sessions.ts';
import days from '#indicators/10-bonds/bond-stage-days.ts';
import stage from '#indicators/10-bonds/bond-stage.ts';
import term from '#indicators/10-bonds/bond-term.ts';
import count from '#indicators/10-bonds/bonds-issued-count.ts';
import issued from '#indicators/10-bonds/bonds-issued.ts';
import enhanced from '#indicators/10-bonds/enhanced-bond-share.ts';
import enhancedFunds from '#indicators/10-bonds/enhanced-bonds.ts';
import type { Indicator } from '#indicators/define.ts';
import {
	growth,
	heading,
	observed,
	sentence,
	share,
	yearBefore,
	type Block,
	type Figure,
	type Said,
	type See,
	type Table
} from '../define.ts';
import { atEnd, span } from './periods.ts';

/** Clause 10 in 附表1. */
export const bondIndicators: readonly Indicator[] = [
	list,
	entered,
	left,
	sessions,
	coached,
	count,
	issued,
	conversion,
	coupon,
	term,
	enhanced
];

/** Bonds in one clause of the overview. */
export const bondsInShort = (see: See): readonly Said[] => [
	'发债推荐名单企业',
	...see.say({ indicator: list }),
	`，${span(see.period)}发行债券`,
	...see.say({ indicator: issued }),
	'。'
];

const stages = observed('stage', '户数', stage, { total: 'sum' });
const stageTable: Table = {
	is: 'table',
	id: 'bond-stages',
	number: '附表6',
	title: '债券推荐进展',
	head: '阶段',
	rows: { are: 'keys', by: 'step', total: '名单企业合计', empty: 'drop' },
	columns: [
		stages,
		share(stages),
		yearBefore(stages),
		growth(stages),
		observed('days', '停留天数中位数', days, { width: 14 })
	],
	notes: ['按名单内企业期末所处阶段，每户只计一个阶段；停留天数为进入该阶段至期末的天数。']
};

const amount = observed('issued', '金额', issued, { total: 'sum', group: '本季发行' });
const issueTable: Table = {
	is: 'table',
	id: 'bond-issues',
	number: '附表6-2',
	title: '债券发行情况',
	head: '券种',
	rows: { are: 'keys', by: 'bondKind', total: '合计', empty: 'drop' },
	columns: [
		observed('count', '只数', count, { total: 'sum', group: '本季发行' }),
		amount,
		yearBefore(amount),
		growth(amount),
		observed('coupon', '加权利率', coupon, { width: 10 }),
		observed('term', '加权期限', term, { width: 10 }),
		observed('enhancedFunds', '金额', enhancedFunds, { total: 'sum', group: '增信工具支持' }),
		observed('enhanced', '占比', enhanced, { group: '增信工具支持', width: 9 })
	],
	notes: ['发行利率、期限按发行金额加权。']
};
/** 附表6. */
export const bondTables: readonly Table[] = [stageTable, issueTable];

const stageFigure: Figure = {
	is: 'figure',
	id: 'report-bond-stages',
	title: (see) => {
		const [first] = see.ranked({ indicator: stage }, 'step');
		return first ? `推荐企业以“${first.label}”阶段最多` : '推荐企业阶段分布';
	},
	subtitle: '发债推荐名单企业期末所处阶段，户',
	table: 'bond-stages',
	form: 'bars',
	series: [{ column: 'stage', label: '名单企业户数' }],
	source: '推荐单位'
};

/** 三、（四）发债推荐. */
export const bondAnalysis: readonly Block[] = [
	heading(2, '（四）民营和科创企业发债推荐'),
	sentence((see) => [
		`${atEnd(see.period)}，发债推荐名单企业`,
		...see.say({ indicator: list }),
		`，${span(see.period)}调入`,
		...see.say({ indicator: entered }),
		'、调出',
		...see.say({ indicator: left }),
		'；开展辅导对接',
		...see.say({ indicator: sessions }),
		'，辅导覆盖率',
		...see.say({ indicator: coached }),
		'。'
	]),
	sentence((see) => [
		`${span(see.period)}科创企业发行债券`,
		...see.say({ indicator: count }),
		'、',
		...see.say({ indicator: issued }),
		'，金额',
		...see.sayChange({ indicator: issued }, 'yearOnYear'),
		'；加权平均发行利率',
		...see.say({ indicator: coupon }),
		'，加权平均期限',
		...see.say({ indicator: term }),
		'；名单转化率',
		...see.say({ indicator: conversion }),
		'，增信工具支持占比',
		...see.say({ indicator: enhanced }),
		'。'
	]),
	stageFigure
];
