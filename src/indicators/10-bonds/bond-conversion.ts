import { defineIndicator } from '../define.ts';
import bondCandidate from '#datasets/bond-candidate.ts';
import bondIssue from '#datasets/bond-issue.ts';
import bondPipeline from '#formula/views/bond-pipeline.ts';
import { count, ratio } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';

export default defineIndicator({
	id: 'bond-conversion',
	code: 'M10-5',
	label: '推荐名单转化率',
	short: '名单转化率',
	english: 'Share of recommended enterprises that issued',
	clause: 10,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '曾入选推荐名单的企业中，最近24个月内发行过债券的企业占比。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy:
		'人民银行，市科委、中关村管委会，市经济和信息化局（推荐名单）；人民银行、北京证监局（发债进展）；人民银行（债券发行）',
	by: ['unit', 'label', 'district'],
	formula: ratio(count(bondPipeline, [isTrue('issued')]), count(bondPipeline)),
	examples: [
		{
			says: '甲、乙、丙曾入选，甲 24 个月内发债，乙的在 24 个月之前：1 ÷ 3',
			given: [
				{
					dataset: bondCandidate,
					rows: [
						{ uscc: 'A', listedOn: '2025-03-20', recommendedBy: 'kw' },
						{ uscc: 'B', listedOn: '2026-09-10', recommendedBy: 'jxj' },
						{ uscc: 'C', listedOn: '2025-03-20', recommendedBy: 'kw', leftOn: '2026-09-20' }
					]
				},
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
			value: '1/3'
		}
	]
});
