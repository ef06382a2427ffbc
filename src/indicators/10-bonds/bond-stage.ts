import { defineIndicator } from '../define.ts';
import { bondSteps } from '../examples.ts';
import bondPipeline from '#formula/views/bond-pipeline.ts';
import { count } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';

export default defineIndicator({
	id: 'bond-stage',
	code: 'M10-2',
	label: '发债推荐企业各阶段户数',
	english: 'Recommended enterprises by stage',
	clause: 10,
	unit: 'household',
	nature: 'stock',
	better: 'neither',
	definition: '期末在名单上的企业按所处发债阶段分布；没有进展记录的按入选计。',
	basis: '银管发〔2022〕98号（十）',
	every: 'month',
	filedBy: '人民银行，市科委、中关村管委会，市经济和信息化局（推荐名单）；人民银行、北京证监局（发债进展）',
	by: ['step', 'unit', 'label', 'district'],
	formula: count(bondPipeline, [isTrue('listed')]),
	examples: [
		{
			says: '甲在辅导阶段：1 户',
			given: bondSteps,
			where: { step: 'COACHED' },
			value: 1
		}
	]
});
