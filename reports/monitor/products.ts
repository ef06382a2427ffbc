import disclosure from '#indicators/06-products/disclosure-rate.ts';
import drawdowns from '#indicators/06-products/drawdowns-to-date.ts';
import drawn from '#indicators/06-products/drawn-to-date.ts';
import score from '#indicators/06-products/feedback-score.ts';
import replied from '#indicators/06-products/feedback-timeliness.ts';
import full from '#indicators/06-products/fully-disclosed-share.ts';
import highest from '#indicators/06-products/highest-disclosed-rate.ts';
import lowest from '#indicators/06-products/lowest-disclosed-rate.ts';
import middle from '#indicators/06-products/median-disclosed-rate.ts';
import outOfRange from '#indicators/06-products/out-of-range-share.ts';
import banks from '#indicators/06-products/product-banks.ts';
import shelf from '#indicators/06-products/products-on-shelf.ts';
import deviation from '#indicators/06-products/realised-rate-deviation.ts';
import realised from '#indicators/06-products/realised-rate.ts';
import stale from '#indicators/06-products/stale-products.ts';
import { sign } from '#core/rational.ts';
import type { Indicator } from '#indicators/define.ts';
import { heading, observed, sentence, type Block, type Said, type See, type Table } from '../define.ts';
import { plain } from './loans.ts';
import { atEnd, span } from './periods.ts';

/** Clause 6 in 附表1. */
export const productIndicators: readonly Indicator[] = [
	shelf,
	banks,
	disclosure,
	full,
	deviation,
	drawdowns,
	drawn,
	score,
	stale
];

/** The product zone in one clause of the overview. */
export const productsInShort = (see: See): readonly Said[] => [
	'科创金融产品专区上架产品',
	...see.say({ indicator: shelf }),
	'，信息披露完整率',
	...see.say({ indicator: disclosure }),
	'。'
];

/** 附表5. */
export const productTable: Table = {
	is: 'table',
	id: 'products',
	number: '附表5',
	title: '科创金融产品公示情况',
	head: '机构',
	rows: { are: 'keys', by: 'institution', total: '全部机构', empty: 'drop' },
	columns: [
		observed('shelf', '上架产品', shelf, { total: 'sum', width: 9 }),
		observed('disclosure', '披露完整率', disclosure, { group: '信息披露', width: 10 }),
		observed('full', '六项齐全占比', full, { group: '信息披露', width: 10 }),
		observed('stale', '陈旧产品', stale, { total: 'sum', group: '信息披露', width: 10 }),
		observed('lowest', '下限', lowest, { group: '公示年化利率', width: 8 }),
		observed('middle', '中位', middle, { group: '公示年化利率', width: 8 }),
		observed('highest', '上限', highest, { group: '公示年化利率', width: 8 }),
		observed('realised', '实际利率', realised, { group: '实际执行', width: 9 }),
		observed('deviation', '偏离', deviation, { group: '实际执行', width: 14 }),
		observed('outOfRange', '超出区间占比', outOfRange, { group: '实际执行', width: 10 }),
		observed('drawdowns', '笔数', drawdowns, { total: 'sum', group: '上架以来累计发放', width: 9 }),
		observed('drawn', '金额', drawn, { total: 'sum', group: '上架以来累计发放', width: 11 }),
		observed('score', '评价均分', score, { group: '企业评价', width: 9 }),
		observed('replied', '按时答复率', replied, { group: '企业评价', width: 10 })
	],
	notes: [
		'六项披露内容：年化利率、发放额度、贷款期限、审批时间、发放笔数、反馈渠道。偏离为实际加权利率减公示利率中值。'
	]
};

/** 三、（三）产品透明度. */
export const productAnalysis: readonly Block[] = [
	heading(2, '（三）科创金融产品透明度'),
	sentence((see) => [
		`${atEnd(see.period)}，专区上架科技信贷产品`,
		...see.say({ indicator: shelf }),
		'，来自',
		...see.say({ indicator: banks }),
		'银行；信息披露完整率',
		...see.say({ indicator: disclosure }),
		'，',
		...see.sayChange({ indicator: disclosure }, 'yearOnYear'),
		'，六项要素齐全的产品占',
		...see.say({ indicator: full }),
		'；超过90天未更新的产品',
		...see.say({ indicator: stale }),
		'。'
	]),
	sentence((see) => [
		'公示年化利率中位数',
		...see.say({ indicator: middle }),
		`；${span(see.period)}产品项下贷款实际加权利率`,
		...see.say({ indicator: realised }),
		'，超出公示区间的占',
		...see.say({ indicator: outOfRange }),
		'；企业评价平均',
		...see.say({ indicator: score }),
		'，按时答复率',
		...see.say({ indicator: replied }),
		'。'
	]),
	sentence((see) => {
		const above = see
			.ranked({ indicator: deviation }, 'institution')
			.filter(
				({ seen, where }) =>
					sign(seen.exact!) > 0 && /[1-9]/.test(plain(see.say({ indicator: deviation, where })))
			)
			.slice(0, 3);
		if (see.isWithheld({ indicator: deviation }, 'institution')) return [];
		if (!above.length) return ['各机构实际利率均不高于公示利率中值。'];
		return [
			'实际利率高于公示利率中值较多的机构：',
			...above.flatMap((one, i) => [
				`${i ? '、' : ''}${one.label}（高`,
				...see.say({ indicator: deviation, where: one.where }),
				'）'
			]),
			'。'
		];
	})
];
