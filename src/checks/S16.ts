import { defineSyntaxCheck } from './define.ts';
import { money } from '#datasets/define.ts';

export default defineSyntaxCheck({
	id: 'S16',
	severity: 'syntax',
	from: '2022-10',
	message: '小数位数过多，或数值过大',
	remedy: '金额最多两位小数，请四舍五入后填写，并核对单位是否为元',
	basis: '《金融基础数据采集规范》文件格式，见于公开的银行报送程序',
	column: money('金额'),
	examples: {
		pass: ['1234.56', '1234.560'],
		fail: ['1234.567', '999999999999999999']
	}
});
