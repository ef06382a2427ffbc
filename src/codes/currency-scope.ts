import { defineCodes } from './define.ts';

/** Whether a total covers all currencies or only the renminbi. */
export const currencyScopes = defineCodes({
	id: 'currencyScope',
	label: '币种口径',
	source: '本平台自编代码',
	codes: {
		ALL: '本外币',
		CNY: { label: '人民币', parent: 'ALL' }
	}
});
