import { defineIndicator } from '../define.ts';
import { yearToDate } from '#formula/formula.ts';
import { fundsToKeyAreas } from '../conditions.ts';
import { vector } from '../vector.ts';

export default defineIndicator({
	id: 'key-area-funds',
	code: 'M04-1c',
	label: '投向重点领域的政策资金',
	english: 'Policy funds to key areas',
	clause: 4,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'higher',
	definition: '当年累计发放的央行政策性资金中投向科技创新、先进制造等重点领域的金额，同一笔只计一次。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind', 'keyArea'],
	comparisons: ['yearOnYear'],
	formula: yearToDate(fundsToKeyAreas),
	examples: [
		{
			says: '40 + 20 + 5 = 65',
			parameters: { loansSupportedCount: '0', keyAreaGreenCounts: '0' },
			given: [vector],
			value: 6500
		}
	]
});
