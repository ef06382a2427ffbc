import { defineIndicator } from '../define.ts';
import roster from '#datasets/roster.ts';
import rosterRecord from '#formula/views/roster-record.ts';
import { count, ratio } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';
import { complete } from '../status.ts';

export default defineIndicator({
	id: 'roster-quality',
	code: 'M01-4',
	label: '名录质量合格率',
	english: 'Sound records of the roster',
	clause: 1,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '期末有效的名录记录中，统一社会信用代码校验通过、同一企业名称一致、同一类别不重复的记录比例。',
	basis: '银管发〔2022〕98号（一）',
	every: 'quarter',
	filedBy: '市科委、中关村管委会，市经济和信息化局（科创企业名录）；北京金控集团维护',
	by: ['label'],
	status: complete,
	formula: ratio(count(rosterRecord, [isTrue('sound')]), count(rosterRecord)),
	examples: [
		{
			says: '两条合格、一条校验位错误、一家两个名称（2 条）：2 ÷ 5',
			given: [
				{
					dataset: roster,
					rows: [
						{ uscc: '91110108MA0000015T', name: '甲', label: 'HNTE', validFrom: '2025-01-01' },
						{ uscc: '91110112MA00ABCD4X', name: '乙', label: 'TSME', validFrom: '2025-01-01' },
						{ uscc: '91110108MA0000015X', name: '丙', label: 'HNTE', validFrom: '2025-01-01' },
						{ uscc: '91110115MA0BJ2K97F', name: '丁', label: 'HNTE', validFrom: '2025-01-01' },
						{ uscc: '91110115MA0BJ2K97F', name: '戊', label: 'SRDI', validFrom: '2025-01-01' }
					]
				}
			],
			value: '2/5'
		}
	]
});
