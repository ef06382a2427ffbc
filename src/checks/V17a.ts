import { policyTools } from '#codes/policy-tool.ts';
import policyFund from '#datasets/policy-fund.ts';
import { defineCheck } from './define.ts';

export default defineCheck(policyFund, {
	id: 'V17a',
	severity: 'validity',
	from: '2022-10',
	at: ['issuedOn', 'tool'],
	message: '发放日期不在政策工具有效期内',
	remedy: '请核对发放日期和政策工具',
	basis: 'V17，本平台',
	holds: ({ issuedOn, tool }) => {
		const { from, until, label } = policyTools.at.get(tool)!;
		if ((from ?? issuedOn) <= issuedOn && issuedOn <= (until ?? issuedOn)) return true;
		return { message: `${label}${from && issuedOn < from ? `自 ${from} 起实施` : `已于 ${until} 停止实施`}` };
	},
	examples: {
		pass: [
			{ tool: 'TECH', issuedOn: '2024-05-01' },
			{ tool: 'SMALL', issuedOn: '2019-01-01' }
		],
		fail: [{ tool: 'TECH', issuedOn: '2021-05-01' }]
	}
});
