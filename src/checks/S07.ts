import { defineSyntaxCheck } from './define.ts';

export default defineSyntaxCheck({
	id: 'S07',
	severity: 'syntax',
	from: '2022-10',
	message: '有本表没有的列，或同一列出现两次',
	remedy: '请删去多余的列',
	basis: '本平台',
	examples: {
		pass: ['贷款借据编码'],
		fail: ['贷款借据编码2', '__proto__']
	}
});
