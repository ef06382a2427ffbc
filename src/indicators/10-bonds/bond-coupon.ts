import { defineIndicator } from '../define.ts';
import bondIssue from '#datasets/bond-issue.ts';
import bondIssued from '#formula/views/bond-issued.ts';
import { weightedMean } from '#formula/formula.ts';

export default defineIndicator({
	id: 'bond-coupon',
	code: 'M10-6',
	label: '债券加权平均发行利率',
	short: '加权发行利率',
	english: 'Weighted coupon',
	clause: 10,
	unit: 'annualRate',
	nature: 'rate',
	better: 'lower',
	definition: '当期发行债券的票面利率，按发行金额加权。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行（债券发行）',
	by: ['bondKind', 'market'],
	formula: weightedMean(bondIssued, 'coupon', 'issued'),
	examples: [
		{
			says: '（2% × 300 + 3% × 100）÷ 400 = 2.25%',
			given: [
				{
					dataset: bondIssue,
					rows: [
						{
							bondCode: '1',
							uscc: 'A',
							kind: 'TECH',
							market: 'INTERBANK',
							registered: 500,
							issued: 300,
							issuedOn: '2026-09-02',
							termYears: 300,
							coupon: 200_000,
							enhancement: 'RISK_SHARING'
						},
						{
							bondCode: '2',
							uscc: 'A',
							kind: 'MTN',
							market: 'SSE',
							registered: null,
							issued: 100,
							issuedOn: '2026-09-20',
							termYears: 500,
							coupon: 300_000,
							enhancement: 'NONE'
						},
						{
							bondCode: '3',
							uscc: 'B',
							kind: 'TECH',
							market: 'SSE',
							registered: 800,
							issued: 700,
							issuedOn: '2024-08-30',
							termYears: 100,
							coupon: 900_000,
							enhancement: null
						}
					]
				}
			],
			value: 225000
		}
	]
});
