import { defineCodes } from './define.ts';

/** What the amount of a tranche measures: central-bank money issued, or loans supported in Beijing by a tool issued at head office. */
export const fundBases = defineCodes({
	id: 'fundBasis',
	label: '计量口径',
	source: '本平台自编代码',
	codes: {
		funds_issued: '资金发放',
		loans_supported: '支持贷款'
	}
});
