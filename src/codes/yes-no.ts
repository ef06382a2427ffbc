import { defineCodes } from './define.ts';

/** Yes or no. */
export const yesNos = defineCodes({
	id: 'yesNo',
	label: '是否',
	source: '通用；1 是，0 否',
	codes: {
		'1': '是',
		'0': '否'
	}
});
