import { defineCodes } from './define.ts';

/** Whether enterprises were coached or matched with underwriters. */
export const sessionKinds = defineCodes({
	id: 'sessionKind',
	label: '活动类型',
	source: '银管发〔2022〕98号（十）',
	codes: {
		COACHING: '辅导',
		MATCHING: '对接'
	}
});
