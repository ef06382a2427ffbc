import { policyTools } from '#codes/policy-tool.ts';
import { code, date, defineDataset, money, rate, text } from './define.ts';

export default defineDataset({
	id: 'policy-quota',
	label: '政策工具额度',
	clause: 4,
	nature: 'register',
	every: 'event',
	filers: ['unit'],
	filerIds: ['pbc'],
	due: null,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition: '各政策工具在京额度和利率，自生效日起执行，至同一工具下一行生效为止。',
	validity: { from: 'validFrom' },
	columns: {
		tool: code('政策工具', policyTools, { key: true, example: 'SMALL' }),
		validFrom: date('生效日期', { key: true, aliases: ['有效期起'], example: '2026-01-19' }),
		quota: money('额度', { required: true, example: '60000000000.00' }),
		rate: rate('利率', { required: true, example: '1.25000' }),
		note: text('备注', { max: 500, aliases: ['说明'] })
	}
});
