import { defineSyntaxCheck } from './define.ts';
import { uscc } from '#datasets/define.ts';

export default defineSyntaxCheck({
	id: 'S13',
	severity: 'syntax',
	from: '2022-10',
	message: '代码被 Excel 转为数字，后几位已丢失',
	remedy: '请先将单元格设为文本格式，再从原始资料重新录入',
	basis: '本平台',
	column: uscc('统一社会信用代码'),
	examples: {
		pass: ['91110108MA0000015T'],
		fail: ['9.11101E+17']
	}
});
