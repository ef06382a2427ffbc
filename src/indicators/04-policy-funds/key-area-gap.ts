import { defineIndicator } from '../define.ts';
import { difference, parameterValue, product, yearToDate } from '#formula/formula.ts';
import { fundsIssued, fundsToKeyAreas } from '../conditions.ts';
import { vector } from '../vector.ts';

export default defineIndicator({
	id: 'key-area-gap',
	code: 'M04-1a',
	label: '距重点领域目标的差额',
	english: 'Gap to the key-area target',
	clause: 4,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'lower',
	definition: '目标占比乘以当年累计发放额，减去其中投向重点领域的金额；为负表示已超过目标。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind'],
	comparisons: [],
	formula: yearToDate(difference(product(parameterValue('keyAreaShare'), fundsIssued), fundsToKeyAreas)),
	examples: [
		{
			says: '0.5 × 16000 分 － 6500 分 = 1500 分',
			parameters: { loansSupportedCount: '0', keyAreaGreenCounts: '0', keyAreaShare: '0.5' },
			given: [vector],
			value: 1500
		}
	]
});
