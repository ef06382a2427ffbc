import { defineIndicator } from '../define.ts';
import roster from '#datasets/roster.ts';
import rosterNotice from '#formula/views/roster-notice.ts';
import { count, ratio } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';
import { complete } from '../status.ts';

export default defineIndicator({
	id: 'roster-timeliness',
	code: 'M01-3',
	label: '名录更新及时率',
	english: 'Timeliness of the roster',
	clause: 1,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '当期认定的科创企业类别中，认定之日起30天内进入名录的比例。',
	basis: '银管发〔2022〕98号（一）',
	every: 'quarter',
	filedBy: '市科委、中关村管委会，市经济和信息化局（科创企业名录）；北京金控集团维护',
	by: ['label'],
	status: complete,
	formula: ratio(count(rosterNotice, [isTrue('timely')]), count(rosterNotice)),
	examples: [
		{
			says: '9月1日认定、9月30日入库及时（29天）；9月1日认定、10月2日入库不及时（31天）：1 ÷ 2',
			given: [
				{
					dataset: roster,
					acceptedOn: '2026-09-30',
					rows: [{ uscc: 'A', label: 'HNTE', issuedOn: '2026-09-01', validFrom: '2026-09-01' }]
				},
				{
					dataset: roster,
					acceptedOn: '2026-10-02',
					rows: [{ uscc: 'B', label: 'HNTE', issuedOn: '2026-09-01', validFrom: '2026-09-01' }]
				}
			],
			value: '1/2'
		}
	]
});
