import { defineSyntaxCheck } from './define.ts';
import { text } from '#datasets/define.ts';

export default defineSyntaxCheck({
	id: 'S12',
	severity: 'syntax',
	from: '2022-10',
	message: '含有不可见的控制字符或改变书写方向的字符',
	remedy: '请删除后重新填写',
	basis: '本平台',
	column: text('名称'),
	examples: {
		pass: ['北京示例科技有限公司'],
		fail: ['北京\u202e司公', '示例\u0000']
	}
});
