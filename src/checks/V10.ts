import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import { defineEmptyCheck } from './define.ts';

/** 核销、剥离、转让、重组、其他处置、以物抵债、债转股: everything but 正常. */
const isDisposal = (state: string | null): boolean => state !== null && state !== 'LF01';
const isOverdraft = (product: string | null): boolean => product !== null && product.startsWith('F04');

export default defineEmptyCheck(corpLoanFlow, {
	id: 'V10',
	severity: 'validity',
	from: '2022-10',
	at: ['endedOn', 'state', 'direction', 'product'],
	message: '核销、剥离、转让、重组、以物抵债、债转股的收回，必须填写贷款实际终止日期',
	remedy: '请填写实际终止日期',
	basis: 'V10，见于公开的银行报送程序；透支除外',
	holds: ({ endedOn, state, direction, product }) =>
		endedOn !== null || direction !== '0' || !isDisposal(state) || isOverdraft(product),
	examples: {
		pass: [
			{ state: 'LF02', direction: '0', product: 'F022', endedOn: '2026-09-20' },
			{ state: 'LF01', direction: '0', product: 'F022' },
			{ state: 'LF02', direction: '0', product: 'F041' },
			{ state: 'LF05', direction: '1', product: 'F022' }
		],
		fail: [
			{ state: 'LF02', direction: '0', product: 'F022' },
			{ state: 'LF08', direction: '0', product: 'F023' }
		]
	}
});
