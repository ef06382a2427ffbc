import { defineSyntaxCheck } from './define.ts';
import { text } from '#datasets/define.ts';

export default defineSyntaxCheck({
	id: 'S11',
	severity: 'syntax',
	from: '2022-10',
	message: '超过规定长度',
	remedy: '请缩短',
	basis: '《金融基础数据采集规范》文件格式，见于公开的银行报送程序',
	column: text('编号', { max: 4 }),
	examples: {
		pass: ['C391'],
		fail: ['C3911']
	}
});
