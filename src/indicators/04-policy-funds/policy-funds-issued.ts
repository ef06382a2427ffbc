import { defineIndicator } from '../define.ts';
import { fundsIssued } from '../conditions.ts';
import { vector } from '../vector.ts';

export default defineIndicator({
	id: 'policy-funds-issued',
	code: 'M04-2a',
	label: '政策资金当期发放额',
	english: 'Policy funds issued in the period',
	clause: 4,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'higher',
	definition: '当期发放的央行政策性资金，每笔只计一次。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind', 'keyArea'],
	formula: fundsIssued,
	examples: [{ says: '合计 160', parameters: { loansSupportedCount: '0' }, given: [vector], value: 16000 }]
});
