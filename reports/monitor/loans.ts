import { compare, sign } from '#core/rational.ts';
import allLoans from '#indicators/04-policy-funds/all-loan-balance.ts';
import excess from '#indicators/04-policy-funds/excess-growth.ts';
import coverage from '#indicators/04-policy-funds/loan-coverage.ts';
import newRate from '#indicators/04-policy-funds/new-tech-loan-rate.ts';
import newLoans from '#indicators/04-policy-funds/new-tech-loans.ts';
import balance from '#indicators/04-policy-funds/tech-loan-balance.ts';
import borrowers from '#indicators/04-policy-funds/tech-loan-borrowers.ts';
import badRatio from '#indicators/04-policy-funds/tech-npl-ratio.ts';
import unsecured from '#indicators/04-policy-funds/tech-unsecured-share.ts';
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

/** 增速比各项贷款高6.2个百分点; while returns are missing, the two growth rates on the comparable basis. */
export function aheadOfAll(see: See): readonly Said[] {
	if (see.isPartial({ indicator: balance }) || see.isPartial({ indicator: allLoans })) {
		const changes = [balance, allLoans].map((indicator) => see.change({ indicator }, 'yearOnYear'));
		if (changes.some(({ reason }) => reason === 'suppressed')) return ['与各项贷款的可比增速差不予公布'];
		const [ours, all] = changes.map(({ exact }) => exact);
		if (!ours || !all) return ['各项贷款可比增速暂缺'];
		const order = compare(ours, all);
		return [
			order > 0 ? '增速高于' : order < 0 ? '增速低于' : '增速等于',
			'各项贷款（',
			...see.sayChange({ indicator: allLoans }, 'yearOnYear'),
			'）'
		];
	}
	const seen = see.value({ indicator: excess });
	if (seen.reason === 'suppressed') return ['与各项贷款的增速差不予公布'];
	if (seen.exact === null) return ['各项贷款增速暂缺'];
	if (sign(seen.exact) === 0) return ['增速与各项贷款持平'];
	const said = see
		.say({ indicator: excess })
		.map((part) =>
			typeof part === 'string' ? part : { ...part, text: part.text.replace('-', ''), unsigned: true }
		);
	return [`增速比本外币各项贷款${sign(seen.exact) > 0 ? '高' : '低'}`, ...said];
}

/** Words without their keys, for titles. */
export const plain = (said: readonly Said[]): string =>
	said.map((part) => (typeof part === 'string' ? part : part.text)).join('');

/** How loans grow against all loans, in a title's few words. */
function growthTitle(see: See): string {
	const [ours, all] = [balance, allLoans].map((indicator) => see.change({ indicator }, 'yearOnYear').exact);
	if (!ours || !all) return '科创企业贷款与各项贷款增速';
	const order = compare(ours, all);
	const basis = see.isPartial({ indicator: balance }) ? '可比增速' : '增速';
	return `科创企业贷款${basis}${order > 0 ? '高于' : order < 0 ? '低于' : '等于'}各项贷款`;
}

const loans = observed('balance', '余额', balance, { total: 'sum', group: '科创企业贷款' });
const households = observed('borrowers', '户数', borrowers, { group: '获贷企业' });
const union = '科创企业合计（去重）';

/** 分机构. */
export const byInstitution = (more: Table['columns']): Table => ({
	is: 'table',
	id: 'by-institution',
	number: '附表2',
	title: '分机构情况',
	head: '机构',
	rows: { are: 'keys', by: 'institution', total: '合计', empty: 'keep' },
	columns: [
		{ is: 'words', id: 'kind', label: '类型', words: 'kind', width: 15 },
		loans,
		share(loans),
		yearBefore(loans),
		growth(loans),
		households,
		yearBefore(households),
		growth(households),
		observed('newRate', '新发放利率', newRate, { width: 10 }),
		observed('badRatio', '不良率', badRatio, { width: 8 }),
		...more
	],
	notes: [
		'各机构户数按本机构去重，合计为全市去重，各机构之和大于合计。',
		'新发放利率为本季度新发放科创企业贷款加权平均利率（年化）。'
	]
});

/** 分区. */
export const byDistrict = (more: Table['columns']): Table => ({
	is: 'table',
	id: 'by-district',
	number: '附表3',
	title: '分区情况',
	head: '区',
	rows: { are: 'keys', by: 'district', total: '全市合计', empty: 'keep' },
	columns: [
		loans,
		share(loans),
		yearBefore(loans),
		growth(loans),
		households,
		yearBefore(households),
		growth(households),
		...more,
		observed('coverage', '获贷率', coverage, { width: 9 }),
		observed('newRate', '新发放利率', newRate, { width: 10 }),
		observed('badRatio', '不良率', badRatio, { width: 8 })
	],
	notes: ['企业所在区以名录为准。获贷率为名录内有贷款余额企业占名录企业的比重，名录版本与期末同日。']
});

/** 分类别. */
export const byLabel = (more: Table['columns']): Table => ({
	is: 'table',
	id: 'by-label',
	number: '附表7',
	title: '分科创类别情况',
	head: '类别',
	rows: { are: 'keys', by: 'label', total: union, empty: 'keep' },
	columns: [
		{ ...loans, total: 'own' },
		share({ ...loans, total: 'own' }, '占合计比重'),
		yearBefore({ ...loans, total: 'own' }),
		growth(loans),
		households,
		yearBefore(households),
		growth(households),
		...more,
		observed('coverage', '获贷率', coverage, { width: 9 }),
		observed('newRate', '新发放利率', newRate, { width: 10 }),
		observed('unsecured', '信用贷款占比', unsecured, { width: 10 })
	],
	notes: ['同一企业可同时持有多个类别，各类别之和大于合计；合计为去重数。']
});

const all = observed('all', '各项贷款余额', allLoans, { group: '本外币各项贷款' });
/** Columns of the table of months. */
export const monthColumns: Table['columns'] = [
	{ ...loans, total: 'own' },
	yearBefore({ ...loans, total: 'own' }),
	growth(loans),
	all,
	yearBefore(all),
	growth(all),
	households,
	yearBefore(households),
	growth(households)
];

const source = '各银行';
const balanceFigure: Figure = {
	is: 'figure',
	id: 'report-balance',
	title: (see) => `科创企业贷款余额${plain(see.sayChange({ indicator: balance }, 'yearOnYear'))}`,
	subtitle: '本外币余额，近13个月，亿元',
	table: 'by-month',
	form: 'columns',
	series: [{ column: 'balance', label: '科创企业贷款余额' }],
	source,
	last: 13
};
const growthFigure: Figure = {
	is: 'figure',
	id: 'report-growth',
	title: growthTitle,
	subtitle: '本外币余额同比，%，口径调整处断开',
	table: 'by-month',
	form: 'line',
	series: [
		{ column: 'balanceGrowth', label: '科创企业贷款', role: 'main' },
		{ column: 'allGrowth', label: '各项贷款', role: 'reference' }
	],
	source
};
const labelFigure: Figure = {
	is: 'figure',
	id: 'report-labels',
	title: (see) => {
		const [first] = see.ranked({ indicator: balance }, 'label');
		return first ? `${first.label}贷款余额最多` : '各类别科创企业贷款余额';
	},
	subtitle: '本外币余额，类别可重叠，亿元',
	table: 'by-label',
	form: 'bars',
	series: [{ column: 'balance', label: '科创企业贷款余额' }],
	source
};

/** 三、（一）贷款增长. */
export const loanAnalysis: readonly Block[] = [
	heading(2, '（一）科创企业贷款增长'),
	sentence((see) => [
		`${atEnd(see.period)}，科创企业本外币贷款余额`,
		...see.say({ indicator: balance }),
		'，',
		...see.sayChange({ indicator: balance }, 'yearOnYear'),
		'，',
		...aheadOfAll(see),
		'，',
		...see.sayDifference({ indicator: balance }, 'sinceYearEnd'),
		`。${span(see.period)}新发放科创企业贷款`,
		...see.say({ indicator: newLoans }),
		'，',
		...see.sayChange({ indicator: newLoans }, 'yearOnYear'),
		'；加权平均利率',
		...see.say({ indicator: newRate }),
		'，',
		...see.sayChange({ indicator: newRate }, 'yearOnYear'),
		'。'
	]),
	balanceFigure,
	growthFigure,
	sentence((see) => [
		`${atEnd(see.period)}，获得贷款支持的科创企业`,
		...see.say({ indicator: borrowers }),
		'，',
		...see.sayChange({ indicator: borrowers }, 'yearOnYear'),
		'，',
		...see.sayDifference({ indicator: borrowers }, 'sinceYearEnd'),
		'；获贷率',
		...see.say({ indicator: coverage }),
		'，',
		...see.sayChange({ indicator: coverage }, 'yearOnYear'),
		'；信用贷款占比',
		...see.say({ indicator: unsecured }),
		'；不良贷款率',
		...see.say({ indicator: badRatio }),
		'，',
		...see.sayChange({ indicator: badRatio }, 'yearOnYear'),
		'。'
	]),
	sentence((see) => {
		const [first, second] = see.ranked({ indicator: balance }, 'label');
		if (!first || !second) return [];
		return [
			`分类别看，${first.label}贷款余额`,
			...see.say({ indicator: balance, where: first.where }),
			`，${second.label}贷款余额`,
			...see.say({ indicator: balance, where: second.where }),
			'（类别可重叠，不可相加）。'
		];
	}),
	labelFigure
];
