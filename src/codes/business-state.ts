import { defineCodes } from './define.ts';

/** Whether an enterprise is in business. */
export const businessStates = defineCodes({
	id: 'businessState',
	label: '经营状态',
	source: '通用统计代码，未经采集规范核对',
	codes: {
		'01': '正常运营',
		'02': '停业（歇业）',
		'03': '筹建',
		'04': '当年关闭',
		'05': '当年破产',
		'06': '当年注销',
		'07': '当年吊销',
		'99': '其他状态'
	},
	aliases: {
		正常: '01',
		其他: '99'
	}
});
