import { defineSyntaxCheck } from './define.ts';

export default defineSyntaxCheck({
	id: 'S01',
	severity: 'syntax',
	from: '2022-10',
	message: '文件格式、文件名或 .log 与所报任务不符，或文件不完整',
	remedy: '请核对报表、期次和机构，重新导出后报送；.log 的文件名、MD5、字节数、行数须与 .dat 一致',
	basis: '《金融基础数据采集规范》文件格式，见于公开的银行报送程序；本平台',
	examples: {
		pass: ['91110102MA0123453G_CLDWDK_20260930.dat'],
		fail: ['91110102MA0123453G_DWDKFS_20260930.dat', '91110102MA0123453G_CLDWDK_20260831.dat']
	}
});
