import { defineCodes } from './define.ts';

/** Whether money went out or came back. */
export const flowDirections = defineCodes({
	id: 'flowDirection',
	label: '发放/收回标识',
	source: '采集规范代码，见于公开的银行报送程序',
	codes: {
		'1': '发放',
		'0': '收回'
	}
});
