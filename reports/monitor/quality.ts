import type { Indicator } from '#indicators/define.ts';
import { note, sentence, type Block, type See } from '../define.ts';
import { headlineIndicators } from './overview.ts';

/** One indicator for each main return, so that its completeness is told once. */
function oneForEachReturn(see: See): { label: string; indicator: Indicator }[] {
	const first = new Map<string, { label: string; indicator: Indicator }>();
	for (const indicator of headlineIndicators.filter(({ clause }) => see.sees(clause))) {
		const [dataset] = indicator.datasets;
		if (dataset && !first.has(dataset.id)) first.set(dataset.id, { label: dataset.label, indicator });
	}
	return [...first.values()];
}

/** 五、数据质量与口径说明. */
export const qualityBlocks: readonly Block[] = [
	sentence((see) => {
		const gaps = oneForEachReturn(see).map(({ label, indicator }) => ({ label, ...see.coverage(indicator) }));
		const late = gaps.filter(({ filed, expected }) => filed < expected);
		const owed = gaps.filter(({ expected }) => expected > 0);
		if (!late.length) return [`本报告所用${owed.length}类报表均已报齐，数据为终审数。`];
		return [
			`本报告所用${owed.length}类报表中，${late.length}类尚未报齐，相关数据为初步数：`,
			late
				.map(
					({ label, filed, expected, missing }) =>
						`${label}已报${filed}/${expected}家，未报${missing.slice(0, 6).join('、')}${missing.length > 6 ? '等' : ''}`
				)
				.join('；'),
			'。未报机构不以零或上期数代替，同比可能因此偏低。'
		];
	}),
	note(
		'科创企业按北京口径（含隐形冠军、中关村高新技术企业），以统计日有效类别按统一社会信用代码匹配名录，不采用银行自报。'
	),
	note(
		'户数按统一社会信用代码去重，各机构、各类别之和不等于合计；占比、利率由分子分母合计相除，不作简单平均。'
	),
	note(
		'增速与各项贷款比较采用本外币口径。口径调整前后不计算同比，表中以“—”表示并注明原因；“·”表示该栏不适用。'
	),
	note('表内合计、占比、增速由公式计算，正文数字与表内数字逐项勾稽，每个数字可溯源到报送批次。')
];
