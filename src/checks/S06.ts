import { defineSyntaxCheck } from './define.ts';

export default defineSyntaxCheck({
	id: 'S06',
	severity: 'syntax',
	from: '2022-10',
	message: '找不到表头，或缺少必需的列',
	remedy: '请保留模板的表头行，不要改列名',
	basis: '本平台',
	examples: {
		pass: ['贷款借据编码、贷款合同编码……'],
		fail: ['（缺“贷款合同编码”列）']
	}
});
