import { defineCodes } from './define.ts';

/** What of an overdue loan is overdue. */
export const overdueKinds = defineCodes({
	id: 'overdueKind',
	label: '逾期类型',
	source: '采集规范代码，见于公开的银行报送程序',
	codes: {
		'01': '本金逾期',
		'02': '利息逾期',
		'03': '本金和利息逾期'
	},
	aliases: {
		本金: '01',
		利息: '02',
		本息: '03'
	}
});
