import { defineSyntaxCheck } from './define.ts';

export default defineSyntaxCheck({
	id: 'S02',
	severity: 'syntax',
	from: '2022-10',
	message: '字段个数、编码或行结构不符',
	remedy: '每行字段数须与报表一致，UTF-8 编码，无表头；请用导出程序重新生成',
	basis: '《金融基础数据采集规范》文件格式，见于公开的银行报送程序',
	examples: {
		pass: ['a|b|c（三个字段的表）'],
		fail: ['a|b（少一个字段）', 'a|b|c|d（多一个字段）']
	}
});
