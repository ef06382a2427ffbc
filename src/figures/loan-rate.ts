import newCorpLoanRate from '#indicators/04-policy-funds/new-corp-loan-rate.ts';
import newTechLoanRate from '#indicators/04-policy-funds/new-tech-loan-rate.ts';
import { defineFigure } from './define.ts';
import { level } from './headline.ts';

export default defineFigure({
	id: 'loan-rate',
	label: '新发放贷款加权平均利率',
	theme: 'loans',
	form: 'line',
	axis: { kind: 'months', count: 25 },
	strokes: [
		{
			id: 'tech',
			label: '科创企业贷款',
			indicator: newTechLoanRate,
			take: 'value',
			kind: 'line',
			role: 'main'
		},
		{ id: 'corp', label: '全部单位贷款', indicator: newCorpLoanRate, take: 'value', kind: 'line' }
	],
	published: [
		{ id: 'city', label: '北京企业贷款', series: '企业贷款加权平均利率', region: '北京', take: 'value' }
	],
	headline: level('tech', '新发放利率'),
	source: '各银行报送，单位贷款发生额信息'
});
