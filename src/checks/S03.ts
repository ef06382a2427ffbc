import { defineSyntaxCheck } from './define.ts';

export default defineSyntaxCheck({
	id: 'S03',
	severity: 'syntax',
	from: '2022-10',
	message: '主键重复',
	remedy: '请删去重复行，或改正其中一行',
	basis: '《金融基础数据采集规范》文件格式，见于公开的银行报送程序',
	examples: {
		pass: ['JJ1、HT1 与 JJ2、HT1'],
		fail: ['JJ1、HT1 与 JJ1、HT1']
	}
});
