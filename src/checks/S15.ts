import { defineSyntaxCheck } from './define.ts';
import { date } from '#datasets/define.ts';

export default defineSyntaxCheck({
	id: 'S15',
	severity: 'syntax',
	from: '2022-10',
	message: '日期超出 1900 年至 2099 年',
	remedy: '请核对年份；长期有效的留空',
	basis: '本平台',
	column: date('日期'),
	examples: {
		pass: ['2099-12-31'],
		fail: ['9999-12-31', '1026-09-30']
	}
});
