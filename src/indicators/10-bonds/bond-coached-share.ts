import { defineIndicator } from '../define.ts';
import { bondSteps } from '../examples.ts';
import bondCandidate from '#datasets/bond-candidate.ts';
import bondSession from '#datasets/bond-session.ts';
import bondStep from '#datasets/bond-step.ts';
import bondPipeline from '#formula/views/bond-pipeline.ts';
import { count, ratio } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';

export default defineIndicator({
	id: 'bond-coached-share',
	code: 'M10-3a',
	label: '推荐企业辅导覆盖率',
	short: '辅导覆盖率',
	english: 'Recommended enterprises coached',
	clause: 10,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '期末在名单上的企业中，参加过辅导活动或进展中有辅导记录的比例。',
	basis: '银管发〔2022〕98号（十）',
	every: 'quarter',
	filedBy: '人民银行，市科委、中关村管委会，市经济和信息化局（推荐名单）；人民银行、北京证监局（发债进展）',
	by: ['unit', 'label', 'district'],
	formula: ratio(
		count(bondPipeline, [isTrue('listed'), isTrue('coached')]),
		count(bondPipeline, [isTrue('listed')])
	),
	examples: [
		{
			says: '甲有辅导记录，乙参加过辅导活动：2 ÷ 2',
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
					dataset: bondStep,
					rows: [
						{ uscc: 'A', step: 'LISTED', happenedOn: '2025-03-20' },
						{ uscc: 'A', step: 'COACHED', happenedOn: '2026-08-31' },
						{ uscc: 'B', step: 'LISTED', happenedOn: '2026-09-10' }
					]
				},
				{
					dataset: bondSession,
					rows: [
						{ sessionNo: '1', heldOn: '2026-08-20', kind: 'COACHING', enterprises: 'B、X' },
						{ sessionNo: '2', heldOn: '2026-09-20', kind: 'MATCHING', enterprises: '12' }
					]
				}
			],
			value: 1
		},
		{
			says: '没有活动名单时只有甲：1 ÷ 2',
			given: bondSteps,
			value: '1/2'
		}
	]
});
