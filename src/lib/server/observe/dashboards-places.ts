import { clauses } from '#policy/clauses.ts';
import { datasets } from '#datasets/index.ts';
import { indicators } from '#indicators/index.ts';
import { figures } from '#figures/index.ts';
import type { FoundPlace } from '#figures/show.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { isCleared } from '#lib/server/access/clearance.ts';
import { isReader, verdict } from '#lib/server/access/policy.ts';
import { may, seesClause, seesIndicator } from '#lib/server/access/rights.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { asked } from './dashboards.ts';
import { opens } from './sight.ts';

const themePaths = {
	loans: '/loans',
	'policy-funds': '/policy-funds',
	products: '/products',
	bonds: '/bonds',
	roster: '/indicators'
};

const page = (href: string, label: string, also = ''): FoundPlace => ({ href, label, kind: '页面', also });

/** Everywhere the asker can go by typing a name: pages, indicators, clauses, figures, datasets, institutions. */
export function places(ledger: Ledger, asker: Asker): FoundPlace[] {
	const out: FoundPlace[] = [];
	if (may(asker, 'figures'))
		out.push(
			...(isReader(asker) ? [page('/', '驾驶舱', '首页')] : []),
			...[
				page('/loans', '贷款增长', '余额 户数 利率'),
				page('/policy-funds', '政策资金', '再贷款 再贴现 重点领域'),
				page('/products', '产品专区', '公示 利率 评价'),
				page('/bonds', '发债推荐', '债券')
			].filter(({ href }) => verdict(href, asker) === 'allowed'),
			page('/clauses', '十五条', '条款总览'),
			page('/indicators', '指标')
		);
	if (may(asker, 'filings')) out.push(page('/filings', '报送', '应报 迟报 进度'));
	if (may(asker, 'roster')) out.push(page('/roster', '名录', '企业 查询'));
	if (may(asker, 'reports')) out.push(page('/reports', '报告', '季度监测报告'));
	if (may(asker, 'declarations'))
		out.push(page('/templates', '模板'), page('/dictionary', '数据字典', '报表 指标 校验'));
	if (may(asker, 'figures')) {
		for (const one of indicators.values())
			if (seesIndicator(asker, one))
				out.push({
					href: `/indicators/${one.id}`,
					label: one.label,
					kind: '指标',
					also: `${one.code} ${one.english}`
				});
		for (const one of clauses)
			if (seesClause(asker, one.number))
				out.push({
					href: `/clauses/${one.number}`,
					label: `第${one.number}条 ${one.title}`,
					kind: '条款',
					also: one.numeral
				});
		for (const one of figures.values())
			if (opens(ledger, asker, one, asked(ledger, new URLSearchParams())))
				out.push({
					href: `${themePaths[one.theme]}#figure-${one.id}`,
					label: one.label,
					kind: '图表',
					also: ''
				});
	}
	if (may(asker, 'declarations'))
		for (const one of datasets.values())
			out.push({ href: `/dictionary/${one.id}`, label: one.label, kind: '报表', also: one.table ?? '' });
	if (
		verdict('/loans', asker) === 'allowed' &&
		!asker.institution &&
		isCleared(ledger, asker, 'institutions')
	)
		for (const one of institutions(ledger).filter((each) => !['unit', 'platform'].includes(each.kind)))
			out.push({ href: `/loans?institution=${one.id}`, label: one.shortName, kind: '机构', also: one.name });
	return out;
}
