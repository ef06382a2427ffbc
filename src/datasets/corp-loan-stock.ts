import { bankKinds } from '#codes/institution-kind.ts';
import { loanQualities } from '#codes/loan-quality.ts';
import { loanStates } from '#codes/loan-state.ts';
import { overdueKinds } from '#codes/overdue-kind.ts';
import { code, date, defineDataset, money, monthlyDue } from './define.ts';
import { loanBy, loanCurrency, loanParties, loanPurpose, loanTerms } from './loan-columns.ts';

export default defineDataset({
	id: 'corp-loan-stock',
	label: '存量单位贷款信息',
	clause: 4,
	nature: 'stock',
	every: 'month',
	filers: bankKinds,
	due: monthlyDue,
	layouts: ['xlsx', 'csv', 'dat'],
	table: 'CLDWDK',
	version: '1.0',
	definition:
		'期末尚有余额的单位贷款逐笔借据信息，不含已核销或转让的贷款、票据融资、委托贷款和个体工商户贷款；科创企业与其他企业的贷款均须报送。',
	filerColumn: 'institutionCode',
	by: loanBy,
	columns: {
		...loanParties,
		extendedTo: date('贷款展期到期日期', { note: '展期的填写' }),
		currency: loanCurrency,
		balance: money('贷款余额', { required: true, note: '原币，大于 0', example: '5000000.00' }),
		balanceCny: money('贷款余额折人民币', {
			required: true,
			note: '外币按期末中间价折算',
			example: '5000000.00'
		}),
		...loanTerms,
		quality: code('贷款质量', loanQualities, { required: true, example: 'FQ01' }),
		state: code('贷款状态', loanStates, { required: true, example: 'LS01' }),
		overdueKind: code('逾期类型', overdueKinds, { note: '状态为逾期时填写，其他状态不填' }),
		purpose: loanPurpose
	}
});
