import { isOrganisationCode, usccFault } from '#core/uscc.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineCheck } from './define.ts';

/** What an identifier must be for its kind; `true` if it is. */
export function holdsFor(kind: string, id: string): true | { message: string; remedy: string } {
	if (kind === 'A01') return usccFault(id) ?? true;
	if (kind !== 'A02' || isOrganisationCode(id)) return true;
	return { message: '组织机构代码应为 9 位，不带连字符，且校验位正确', remedy: '请核对组织机构代码证' };
}

export default defineCheck([corpLoanStock, corpLoanFlow], {
	id: 'V01',
	severity: 'validity',
	from: '2022-10',
	at: ['borrower', 'borrowerIdKind'],
	message: '借款人证件代码与证件类型不符，或校验位错误',
	remedy: '请核对借款人营业执照；证件类型 A01 填 18 位统一社会信用代码，A02 填 9 位组织机构代码',
	basis: 'V01；GB 32100—2015、GB 11714',
	holds: (row) => holdsFor(row.borrowerIdKind, row.borrower),
	examples: {
		pass: [
			{ borrowerIdKind: 'A01', borrower: '91110108MA0000015T' },
			{ borrowerIdKind: 'A02', borrower: 'MA0XY7W3X' },
			{ borrowerIdKind: 'A03', borrower: '军单-0001' }
		],
		fail: [
			{ borrowerIdKind: 'A01', borrower: '91110108MA0000016T' },
			{ borrowerIdKind: 'A01', borrower: '9111O108MA0000015T' },
			{ borrowerIdKind: 'A02', borrower: 'MA0XY7W3-X' }
		]
	}
});
