import { clauses } from '#policy/clauses.ts';
import type { Indicator } from '#indicators/define.ts';
import balance from '#indicators/04-policy-funds/tech-loan-balance.ts';
import borrowers from '#indicators/04-policy-funds/tech-loan-borrowers.ts';
import coverage from '#indicators/04-policy-funds/loan-coverage.ts';
import excess from '#indicators/04-policy-funds/excess-growth.ts';
import newRate from '#indicators/04-policy-funds/new-tech-loan-rate.ts';
import badRatio from '#indicators/04-policy-funds/tech-npl-ratio.ts';
import allLoans from '#indicators/04-policy-funds/all-loan-balance.ts';
import unsecured from '#indicators/04-policy-funds/tech-unsecured-share.ts';
import issued from '#indicators/04-policy-funds/policy-funds.ts';
import keyFunds from '#indicators/04-policy-funds/key-area-funds.ts';
import keyShare from '#indicators/04-policy-funds/key-area-share.ts';
import beneficiaries from '#indicators/04-policy-funds/policy-beneficiaries.ts';
import smallPrivate from '#indicators/04-policy-funds/small-private-share.ts';
import loanRate from '#indicators/04-policy-funds/supported-loan-rate.ts';
import { heading, sentence, type Block, type Said, type See, type Table } from '../define.ts';
import { bondIndicators, bondsInShort } from './bonds.ts';
import { aheadOfAll } from './loans.ts';
import { atEnd, soFar, span } from './periods.ts';
import { againstTarget } from './policy-funds.ts';
import { productIndicators, productsInShort } from './products.ts';
import { rosterIndicators } from './roster.ts';

/** The indicators of 附表1, in the order of their clauses. */
export const headlineIndicators: readonly Indicator[] = [
	...rosterIndicators,
	balance,
	borrowers,
	coverage,
	excess,
	allLoans,
	newRate,
	unsecured,
	badRatio,
	issued,
	keyFunds,
	keyShare,
	beneficiaries,
	smallPrivate,
	loanRate,
	...productIndicators,
	...bondIndicators
];

/** 附表1. */
export const headlineTable: Table = {
	is: 'table',
	id: 'headline',
	number: '附表1',
	title: '主要指标',
	head: '指标',
	rows: { are: 'indicators', list: headlineIndicators },
	columns: [
		{ is: 'words', id: 'code', label: '代码', words: 'code', width: 9 },
		{ is: 'words', id: 'unit', label: '单位', words: 'unit', width: 9 },
		{ is: 'observed', id: 'now', label: '本期', total: 'own', width: 13 },
		{ is: 'observed', id: 'nowBefore', label: '上年同期', when: 'yearEarlier', total: 'own', width: 13 },
		{
			is: 'change',
			id: 'nowGrowth',
			label: '同比',
			now: 'now',
			base: 'nowBefore',
			comparison: 'yearOnYear',
			width: 15
		},
		{ is: 'comparable', id: 'comparable', label: '可比口径同比', comparison: 'yearOnYear', width: 14 },
		{ is: 'observed', id: 'yearEnd', label: '上年末', when: 'yearEnd', total: 'own', width: 13 },
		{
			is: 'change',
			id: 'sinceYearEnd',
			label: '比上年末',
			now: 'now',
			base: 'yearEnd',
			comparison: 'sinceYearEnd',
			width: 15
		},
		{ is: 'words', id: 'target', label: '目标', words: 'target', width: 18 },
		{ is: 'words', id: 'light', label: '状态', words: 'light', width: 7 },
		{ is: 'words', id: 'coverage', label: '已报/应报', words: 'coverage', width: 12 }
	],
	notes: [
		'同比、比上年末：金额和户数为增速，占比为个百分点，利率为基点。',
		'时期指标为本季度或当年累计数，以指标口径为准，不列上年末。'
	]
};

/** 附表9: the fifteen clauses with what is measured of each. */
export const clauseTable: Table = {
	is: 'table',
	id: 'clauses',
	number: '附表9',
	title: '十五项措施进展',
	head: '指标',
	rows: { are: 'clauses', of: 'headline' },
	columns: [
		{ is: 'words', id: 'clause', label: '措施', words: 'clause', width: 32 },
		{ is: 'words', id: 'units', label: '责任单位', words: 'units', width: 34 },
		{ is: 'words', id: 'code', label: '代码', words: 'code', width: 8 },
		{ is: 'words', id: 'unit', label: '单位', words: 'unit', width: 9 },
		{ is: 'observed', id: 'now', label: '本期', total: 'own', width: 12 },
		{
			is: 'change',
			id: 'nowGrowth',
			label: '同比',
			now: 'now',
			base: 'now',
			comparison: 'yearOnYear',
			width: 14
		},
		{ is: 'words', id: 'target', label: '目标', words: 'target', width: 18 },
		{ is: 'words', id: 'light', label: '状态', words: 'light', width: 7 },
		{ is: 'words', id: 'gap', label: '进展与差距', words: 'gap', width: 34 }
	],
	notes: ['责任单位为报告期末名称。尚无指标数据的措施，待相关报表接入后监测。']
};

/** 一、总体情况: one paragraph, eight key numbers. */
export const overview = sentence((see) => [
	`${atEnd(see.period)}，科创企业本外币贷款余额`,
	...see.say({ indicator: balance }),
	'，',
	...see.sayChange({ indicator: balance }, 'yearOnYear'),
	'，',
	...aheadOfAll(see),
	'；获得贷款支持的科创企业',
	...see.say({ indicator: borrowers }),
	'，',
	...see.sayDifference({ indicator: borrowers }, 'sinceYearEnd'),
	'，获贷率',
	...see.say({ indicator: coverage }),
	`。${span(see.period)}新发放科创企业贷款加权平均利率`,
	...see.say({ indicator: newRate }),
	'，',
	...see.sayChange({ indicator: newRate }, 'yearOnYear'),
	`。${soFar(see.period)}累计发放央行政策资金`,
	...see.say({ indicator: issued }),
	'，投向重点领域占比',
	...see.say({ indicator: keyShare }),
	'，',
	...againstTarget(see),
	'。',
	...productsInShort(see),
	...bondsInShort(see),
	...(see.isPartial({ indicator: balance })
		? [
				`贷款数据为初步数，已报${see.coverage(balance).filed}/${see.coverage(balance).expected}家银行，可比增速按两期均已报送的机构和同一名录计算。`
			]
		: [])
]);

function progress(see: See, indicator: Indicator): readonly Said[] {
	const now = see.say({ indicator });
	const change = indicator.comparisons.includes('yearOnYear')
		? see.change({ indicator }, 'yearOnYear')
		: null;
	return [
		indicator.label,
		...now,
		...(change?.exact ? ['（', ...see.sayChange({ indicator }, 'yearOnYear'), '）'] : [])
	];
}

/** Whether there is a number, shown or not. */
function isMeasured(see: See, indicator: Indicator): boolean {
	const { exact, reason } = see.value({ indicator });
	return exact !== null || reason === 'suppressed';
}

const measured = (see: See, clause: number): readonly Indicator[] =>
	headlineIndicators.filter(
		(one) =>
			one.clause === clause &&
			isMeasured(see, one) &&
			!(one === excess && see.isPartial({ indicator: balance }))
	);

/** 二、十五项措施进展: 指标 and 差距 of each clause; those without numbers say so. */
export const clauseBlocks: readonly Block[] = clauses.flatMap(({ number, numeral, title }): Block[] => [
	heading(2, `${numeral}${title}`),
	sentence((see) => {
		if (!see.sees(number)) return [];
		const own = measured(see, number);
		if (!own.length) return ['尚无指标数据，待相关报表接入后监测。'];
		return ['指标：', ...own.flatMap((one, i) => [i ? '；' : '', ...progress(see, one)]), '。'];
	}),
	sentence((see) => {
		if (!see.sees(number)) return [];
		const own = measured(see, number);
		const standings = own.flatMap((one) => {
			const says = see.standing(one);
			return says ? [`${one.label}${says}`] : [];
		});
		if (standings.length) return [`差距：${standings.join('；')}。`];
		return own.length ? ['差距：通知未设数量目标。'] : [];
	})
]);
