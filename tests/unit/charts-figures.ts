import type { FigureData, FigureSeries } from '#figures/data.ts';

/** Thirteen months to September 2026, the last of them not fully reported. */
const months = Array.from({ length: 13 }, (_, i) => {
	const month = 8 + i;
	const [year, number] = [2025 + Math.floor(month / 12), (month % 12) + 1];
	return {
		key: `${year}-${String(number).padStart(2, '0')}`,
		label: `${year}年${number}月`,
		partial: i === 12
	};
});
const year = Array.from({ length: 12 }, (_, i) => ({
	key: `2026-${String(i + 1).padStart(2, '0')}`,
	label: `2026年${i + 1}月`
}));
const banks = ['工商银行', '农业银行', '北京银行', '中关村银行'].map((label) => ({ key: label, label }));

function series(
	id: string,
	label: string,
	unit: string,
	kind: FigureSeries['kind'],
	values: readonly (number | null)[],
	more: Partial<FigureSeries> = {}
): FigureSeries {
	return {
		id,
		label,
		unit,
		kind,
		values,
		decimals: 1,
		displays: values.map((value) => (value === null ? '—' : value.toFixed(1))),
		passports: values.map((value) => (value === null ? null : `/passport?indicator=${id}`)),
		...more
	};
}

const base = {
	headline: '科创企业贷款增速连续四月回升',
	subtitle: '北京地区，余额（亿元）与同比（%），2025年9月—2026年9月',
	breaks: [],
	source: '各银行报送',
	asOf: '2026-09-30',
	period: '2026-09',
	coverage: { filed: 23, expected: 25 },
	status: 'preliminary',
	version: '2026-09·v3',
	notes: ['未报：甲行、乙行'],
	demo: true
} as const;

const growth = [15.9, 15.6, 15.2, 15, 14.6, 14.1, 14, 13.9, 13.8, 14.4, 15.1, 15.9, 16.8];

/** One invented figure of each form. */
export const figures: Readonly<Record<FigureData['form'] & string, FigureData>> = {
	'columns-line': {
		...base,
		id: 'columns-line',
		form: 'columns-line',
		categories: months,
		series: [
			series(
				'balance',
				'余额',
				'亿元',
				'column',
				[9748, 9820, 9935, 10060, 10215, 10240, 10420, 10485, 10590, 10760, 10850, 11050, 11386.2]
			),
			series('growth', '同比', '%', 'line', growth, { role: 'accent' })
		]
	},
	columns: {
		...base,
		id: 'columns',
		form: 'columns',
		categories: months.slice(5),
		series: [series('flow', '当月发放', '亿元', 'column', [12, 15.5, null, 18, 9, 20.1, 22, 7])]
	},
	line: {
		...base,
		id: 'line',
		form: 'line',
		categories: year,
		target: { value: 50, label: '目标不低于50%', series: 'share' },
		series: [
			series('share', '重点领域占比', '%', 'line', [
				62,
				58,
				55.1,
				53.2,
				51.8,
				50.9,
				49.2,
				47.9,
				48.7,
				null,
				null,
				null
			]),
			series('projection', '年末推算', '%', 'line', [...Array<null>(8).fill(null), 48.7, 49.2, 49.8, 50.4], {
				role: 'projection'
			})
		]
	},
	bars: {
		...base,
		id: 'bars',
		form: 'bars',
		categories: banks,
		series: [series('pull', '拉动', '个百分点', 'bar', [4.5, 3.1, 1.2, -0.8])]
	},
	'stacked-bars': {
		...base,
		id: 'stacked-bars',
		form: 'stacked-bars',
		categories: banks,
		series: [
			series('a', '已公示', '%', 'bar', [80, 60, 100, 40]),
			series('b', '未公示', '%', 'bar', [20, 40, 0, 60])
		]
	},
	table: { ...base, id: 'table', form: 'table', categories: banks, series: [] }
};

/** Several lines with a gap, a break in definition, and a published series beside them. */
export const compared: FigureData = {
	...base,
	id: 'compared',
	form: 'line',
	categories: months,
	breaks: [{ before: '2026-04', note: '2026年4月口径调整' }],
	series: [
		series(
			'tech',
			'科创企业贷款',
			'%',
			'line',
			growth.map((value, i) => (i === 6 ? null : value))
		),
		series(
			'all',
			'各项贷款',
			'%',
			'line',
			growth.map((value) => value - 9)
		),
		series(
			'nation',
			'全国<科技型>中小企业',
			'%',
			'line',
			growth.map((value, i) => (i % 3 ? null : value + 5)),
			{
				published: true,
				role: 'reference'
			}
		)
	]
};
