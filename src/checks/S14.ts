import { defineSyntaxCheck } from './define.ts';

export default defineSyntaxCheck({
	id: 'S14',
	severity: 'syntax',
	from: '2022-10',
	message: '单元格是错误值，或公式没有可用的结果',
	remedy: '请改正公式，或粘贴为数值',
	basis: '本平台',
	examples: {
		pass: ['5000000.00'],
		fail: ['#DIV/0!', '（没有计算结果的公式）']
	}
});
