import { bondKinds } from '#codes/bond-kind.ts';
import { bondMarkets } from '#codes/bond-market.ts';
import { bondSteps } from '#codes/bond-step.ts';
import { currencies } from '#codes/currency.ts';
import { currencyScopes } from '#codes/currency-scope.ts';
import { defineCodes, type CodeList } from '#codes/define.ts';
import { districts } from '#codes/district.ts';
import { guarantees } from '#codes/guarantee.ts';
import { industrySections } from '#codes/industry-section.ts';
import { institutionKinds } from '#codes/institution-kind.ts';
import { keyAreas } from '#codes/key-area.ts';
import { labels } from '#codes/label.ts';
import { ownerships } from '#codes/ownership.ts';
import { policyTools } from '#codes/policy-tool.ts';
import { segments } from '#codes/segment.ts';
import { sessionKinds } from '#codes/session-kind.ts';
import { sizes } from '#codes/size.ts';
import { units } from '#codes/unit.ts';

/** How long a loan runs from grant to due date. */
export const terms = defineCodes({
	id: 'term',
	label: '期限',
	source: '监测口径：1年及以下、1至5年、5年以上',
	codes: { S: '1年及以下', M: '1至5年（含）', L: '5年以上' }
});

/** The six items the notice wants disclosed for a product. */
export const disclosureItems = defineCodes({
	id: 'disclosureItem',
	label: '公示要素',
	source: '银管发〔2022〕98号（六）',
	codes: {
		rate: '产品年化利率',
		limit: '发放额度',
		term: '贷款期限',
		approval: '审批时间',
		drawdowns: '贷款发放笔数',
		feedback: '反馈评价渠道'
	}
});

interface Dimension {
	readonly label: string;
	/** The codes of its keys in official order; absent where keys are ids of institutions or products. */
	readonly list?: CodeList;
	/** A row may stand under several keys, so keys do not add up to the total. */
	readonly overlapping?: boolean;
}

/** Everything a value can be broken down by. */
export const dimensions = {
	institution: { label: '报送机构' },
	kind: { label: '机构类型', list: institutionKinds },
	district: { label: '行政区', list: districts },
	label: { label: '科创类别', list: labels, overlapping: true },
	size: { label: '企业规模', list: sizes },
	industry: { label: '行业门类', list: industrySections },
	guarantee: { label: '担保方式', list: guarantees },
	ownership: { label: '经济成分', list: ownerships },
	term: { label: '期限', list: terms },
	currency: { label: '币种', list: currencies },
	currencyScope: { label: '币种口径', list: currencyScopes },
	segment: { label: '贷款口径', list: segments },
	tool: { label: '政策工具', list: policyTools, overlapping: true },
	keyArea: { label: '投向领域', list: keyAreas, overlapping: true },
	item: { label: '公示要素', list: disclosureItems },
	product: { label: '产品' },
	step: { label: '发债阶段', list: bondSteps },
	bondKind: { label: '债券品种', list: bondKinds },
	market: { label: '发行市场', list: bondMarkets },
	session: { label: '活动类型', list: sessionKinds },
	unit: { label: '推荐单位', list: units }
} as const satisfies Record<string, Dimension>;

export type DimensionId = keyof typeof dimensions;
export const dimensionOf = (id: DimensionId): Dimension => dimensions[id];
export const isDimension = (id: string): id is DimensionId => Object.hasOwn(dimensions, id);

/** The key of rows in which the dimension's cell is empty. */
export const unfilled = '-';

/** The Chinese name of a key, as far as a code list knows it. */
export const keyLabel = (id: DimensionId, key: string): string =>
	key === unfilled ? '未填' : (dimensionOf(id).list?.at.get(key)?.label ?? key);
