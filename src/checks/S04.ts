import { defineSyntaxCheck } from './define.ts';

export default defineSyntaxCheck({
	id: 'S04',
	severity: 'syntax',
	from: '2022-10',
	message: '行内金融机构代码不是报送机构',
	remedy: '一个文件只能有一家机构的数据，请改为本机构代码或分开报送',
	basis: '本平台',
	examples: {
		pass: ['91110102MA0123453G'],
		fail: ['91110108MA0000015T']
	}
});
