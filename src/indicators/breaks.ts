import type { Break } from './define.ts';

/** The standard for 专精特新 enterprises was replaced on 2026-04-01: numbers of these two labels do not compare across that day. */
export const newStandard: readonly Break[] = [
	{
		from: '2026-04',
		note: '专精特新认定标准自2026年4月1日起更换（工信部企业〔2026〕2号），前后不可比',
		where: { label: ['SRDI', 'GIANT'] }
	}
];

/** Breaks in what the central bank publishes: rosters re-based and scopes changed, so that levels before and after do not compare. */
export const publishedBreaks: readonly {
	readonly series: readonly string[];
	readonly from: string;
	readonly note: string;
}[] = [
	{
		series: ['获得贷款支持的科技型中小企业', '科技型中小企业贷款余额(本外币)', '科技型中小企业获贷率'],
		from: '2024Q2',
		note: '名录年度更新，户数和余额与2024年一季度及以前不可比'
	},
	{
		series: ['获得贷款支持的高新技术企业', '高新技术企业贷款余额(本外币)', '高新技术企业获贷率'],
		from: '2025Q1',
		note: '名录和统计范围调整，余额与2024年及以前不可比'
	}
];
