import { defineSyntaxCheck } from './define.ts';
import { money } from '#datasets/define.ts';

export default defineSyntaxCheck({
	id: 'S09',
	severity: 'syntax',
	from: '2022-10',
	message: '不是数字',
	remedy: '只填数字、小数点和负号，不用括号、横线、单位或科学计数法；没有则留空',
	basis: '本平台',
	column: money('金额'),
	examples: {
		pass: ['1234.50', '1,234.50', '-0.01'],
		fail: ['(100)', '—', '1e3', '0x1F', 'NaN', '1.000,00']
	}
});
