import { defineSyntaxCheck } from './define.ts';
import { date } from '#datasets/define.ts';

export default defineSyntaxCheck({
	id: 'S10',
	severity: 'syntax',
	from: '2022-10',
	message: '不是有效日期',
	remedy: '请填写存在的日期，如 2026-09-30',
	basis: '《金融基础数据采集规范》文件格式，见于公开的银行报送程序',
	column: date('日期'),
	examples: {
		pass: ['2026-09-30', '2026/9/30', '20260930', '2026年9月30日'],
		fail: ['2026-02-29', '2026-13-01', '2026-09-30 08:15']
	}
});
