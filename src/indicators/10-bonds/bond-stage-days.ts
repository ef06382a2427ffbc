import { defineIndicator } from '../define.ts';
import { bondSteps } from '../examples.ts';
import bondPipeline from '#formula/views/bond-pipeline.ts';
import { median } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';

export default defineIndicator({
	id: 'bond-stage-days',
	code: 'M10-2a',
	label: '发债阶段停留天数中位数',
	english: 'Median days in the present stage',
	clause: 10,
	unit: 'day',
	nature: 'ratio',
	better: 'lower',
	definition: '期末在名单上的企业在现阶段已停留天数的中位数。',
	basis: '银管发〔2022〕98号（十）',
	every: 'month',
	filedBy: '人民银行，市科委、中关村管委会，市经济和信息化局（推荐名单）；人民银行、北京证监局（发债进展）',
	by: ['step', 'unit', 'label'],
	comparisons: ['yearOnYear', 'monthOnMonth'],
	formula: median(bondPipeline, 'days', [isTrue('listed')]),
	examples: [
		{
			says: '甲 8月31日起 30 天，乙 9月10日起 20 天：25 天',
			given: bondSteps,
			value: 25
		}
	]
});
