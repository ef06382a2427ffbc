import { defineIndicator } from '../define.ts';
import bondIssue from '#datasets/bond-issue.ts';
import bondIssued from '#formula/views/bond-issued.ts';
import { sum } from '#formula/formula.ts';
import { enhanced } from '../conditions.ts';

export default defineIndicator({
	id: 'enhanced-bonds',
	code: 'M10-7',
	label: '增信工具支持发债金额',
	short: '增信支持发债',
	english: 'Bonds backed by enhancement',
	clause: 10,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'higher',
	definition: '当期发行的债券中，有风险分担或其他增信方式支持的发行金额。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行（债券发行）',
	by: ['bondKind', 'market', 'ownership', 'label'],
	formula: sum(bondIssued, 'issued', [enhanced]),
	examples: [
		{
			says: '风险分担工具支持 300，无增信的不计',
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
			value: 300
		}
	]
});
