import { usccFault } from '#core/uscc.ts';
import bondSession from '#datasets/bond-session.ts';
import { defineCheck } from './define.ts';

export default defineCheck(bondSession, {
	id: 'VR17',
	severity: 'validity',
	from: '2022-10',
	at: ['enterprises'],
	message: '参加企业应为统一社会信用代码名单，或企业家数',
	remedy: '请填 18 位代码并用顿号分隔；没有名单的只填数字',
	basis: '报表说明，本平台',
	holds: ({ enterprises }) => {
		if (/^[1-9]\d{0,5}$/.test(enterprises)) return true;
		const wrong = enterprises.split(/[、,，;；\s]+/).find((one) => one !== '' && usccFault(one));
		return wrong === undefined || { message: `“${wrong.slice(0, 20)}”：${usccFault(wrong)!.message}` };
	},
	examples: {
		pass: [{ enterprises: '91110108MA0000015T、91110112MA00ABCD4X' }, { enterprises: '24' }],
		fail: [{ enterprises: '91110108MA0000016T' }, { enterprises: '若干家' }, { enterprises: '0' }]
	}
});
