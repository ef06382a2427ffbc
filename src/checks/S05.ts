import { defineSyntaxCheck } from './define.ts';

export default defineSyntaxCheck({
	id: 'S05',
	severity: 'syntax',
	from: '2022-10',
	message: '模板的报表、版本、机构或期次与所报任务不符',
	remedy: '请下载本机构本期的模板重新填报',
	basis: '本平台',
	examples: {
		pass: ['本期模板'],
		fail: ['上期模板', '其他机构的模板']
	}
});
