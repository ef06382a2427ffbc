import { flowDirections } from '#codes/flow-direction.ts';
import { flowStates } from '#codes/flow-state.ts';
import { bankKinds } from '#codes/institution-kind.ts';
import { code, date, defineDataset, money, monthlyDue, text } from './define.ts';
import { loanBy, loanCurrency, loanParties, loanPurpose, loanTerms } from './loan-columns.ts';

export default defineDataset({
	id: 'corp-loan-flow',
	label: '单位贷款发生额信息',
	clause: 4,
	nature: 'flow',
	every: 'month',
	filers: bankKinds,
	due: monthlyDue,
	layouts: ['xlsx', 'csv', 'dat'],
	table: 'DWDKFS',
	version: '1.0',
	definition:
		'当月发放、收回的单位贷款逐笔信息，含当月发放又收回的，以及核销、剥离、转让、重组、以物抵债、债转股；展期不作为新发放。',
	filerColumn: 'institutionCode',
	by: loanBy,
	columns: {
		...loanParties,
		branch: text('内部机构号', {
			key: true,
			max: 30,
			note: loanParties.branch.note,
			example: loanParties.branch.example
		}),
		endedOn: date('贷款实际终止日期', { note: '收回且贷款结清的，以及核销、转让等处置的填写' }),
		currency: loanCurrency,
		amount: money('贷款发生金额', { required: true, note: '原币，大于 0', example: '5000000.00' }),
		amountCny: money('贷款发生金额折人民币', { required: true, example: '5000000.00' }),
		...loanTerms,
		state: code('贷款状态', flowStates, { required: true, example: 'LF01' }),
		securitisation: text('资产证券化产品代码', { max: 400, note: '转让至资产证券化产品的填写' }),
		restructuring: text('贷款重组方式', { max: 2, note: '重组的填写 2 位代码' }),
		direction: code('发放/收回标识', flowDirections, { key: true, note: '1 发放，0 收回', example: '1' }),
		flowNo: text('交易流水号', { key: true, max: 60, example: 'LS202603150001' }),
		purpose: loanPurpose
	}
});
