import { defineIndicator } from '../define.ts';
import { candidates } from '../examples.ts';
import bondPipeline from '#formula/views/bond-pipeline.ts';
import { count } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';

export default defineIndicator({
	id: 'bond-list',
	code: 'M10-1',
	label: '发债推荐名单企业数',
	short: '推荐名单在库',
	english: 'Enterprises recommended to issue bonds',
	clause: 10,
	unit: 'household',
	nature: 'stock',
	better: 'higher',
	definition: '期末在发债推荐名单上、尚未调出的企业数。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行，市科委、中关村管委会，市经济和信息化局（推荐名单）；人民银行、北京证监局（发债进展）',
	by: ['unit', 'label', 'district'],
	formula: count(bondPipeline, [isTrue('listed')]),
	examples: [
		{
			says: '甲、乙在名单，丙 9月20日调出：2 户',
			given: candidates,
			value: 2
		}
	]
});
