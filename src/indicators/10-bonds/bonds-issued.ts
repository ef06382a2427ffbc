import { defineIndicator } from '../define.ts';
import bondIssue from '#datasets/bond-issue.ts';
import bondIssued from '#formula/views/bond-issued.ts';
import { sum } from '#formula/formula.ts';

export default defineIndicator({
	id: 'bonds-issued',
	code: 'M10-4',
	label: '债券发行金额',
	short: '当月发行',
	english: 'Bonds issued',
	clause: 10,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'higher',
	definition: '当期民营和科创企业债券发行金额合计，按发行日期归属。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行（债券发行）',
	by: ['bondKind', 'market', 'ownership', 'label'],
	formula: sum(bondIssued, 'issued'),
	examples: [
		{
			says: '9月两只：300 + 100',
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
			value: 400
		}
	]
});
