import { defineIndicator } from '../define.ts';
import { yearToDate } from '#formula/formula.ts';
import { fundsIssued } from '../conditions.ts';
import { vector } from '../vector.ts';

export default defineIndicator({
	id: 'policy-funds',
	code: 'M04-2',
	label: '政策资金累计发放额',
	short: '累计发放',
	english: 'Policy funds issued, year to date',
	clause: 4,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'higher',
	definition: '当年1月至当期末累计发放的央行政策性资金，母工具合计包含子产品，每笔只计一次。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind'],
	comparisons: ['yearOnYear'],
	formula: yearToDate(fundsIssued),
	examples: [
		{
			says: '支小 100 ＋ 再贴现 60，京创融、京创通已含在内',
			parameters: { loansSupportedCount: '0' },
			given: [vector],
			value: 16000
		},
		{
			says: '再贴现含京创通：20 + 5 + 35',
			parameters: { loansSupportedCount: '0' },
			given: [vector],
			where: { tool: 'REDISCOUNT' },
			value: 6000
		}
	]
});
