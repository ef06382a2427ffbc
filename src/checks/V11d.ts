import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineEmptyCheck } from './define.ts';

export default defineEmptyCheck(corpLoanStock, {
	id: 'V11d',
	severity: 'validity',
	from: '2022-10',
	at: ['overdueKind', 'state'],
	message: '逾期贷款必须填写逾期类型，其他状态不得填写',
	remedy: '请核对贷款状态：逾期的填逾期类型，未逾期的清空逾期类型',
	basis: 'V11，本平台',
	holds: ({ overdueKind, state }) => (state === 'LS03') === (overdueKind !== null),
	examples: {
		pass: [{ state: 'LS03', overdueKind: '01' }, { state: 'LS01' }],
		fail: [{ state: 'LS03' }, { state: 'LS01', overdueKind: '03' }]
	}
});
