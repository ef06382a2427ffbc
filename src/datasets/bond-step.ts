import { bondSteps } from '#codes/bond-step.ts';
import { units } from '#codes/unit.ts';
import { code, date, defineDataset, monthlyDue, text, uscc } from './define.ts';

export default defineDataset({
	id: 'bond-step',
	label: '发债进展',
	clause: 10,
	nature: 'register',
	every: 'month',
	filers: ['unit'],
	filerIds: ['pbc', 'csrc'],
	due: monthlyDue,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition:
		'推荐企业发债推进的每一步及其日期：候选、入选、辅导、对接、申报、注册、发行、存续、到期，以及暂缓、调出。',
	validity: { from: 'happenedOn' },
	columns: {
		uscc: uscc('统一社会信用代码', {
			enterprise: 'code',
			key: true,
			aliases: ['企业'],
			example: '91110108MA0000015T'
		}),
		step: code('阶段', bondSteps, { key: true, aliases: ['发债阶段'], example: 'LISTED' }),
		happenedOn: date('发生日期', { key: true, aliases: ['日期'], example: '2025-03-20' }),
		unit: code('经办单位', units, { aliases: ['单位'], example: 'pbc' }),
		note: text('备注', { max: 500, aliases: ['说明'] })
	}
});
