import { defineCodes } from './define.ts';

/** The five grades of a loan; FQ03 to FQ05 are non-performing. */
export const loanQualities = defineCodes({
	id: 'loanQuality',
	label: '贷款质量',
	source: '采集规范代码，见于公开的银行报送程序',
	codes: {
		FQ01: '正常',
		FQ02: '关注',
		FQ03: '次级',
		FQ04: '可疑',
		FQ05: '损失'
	},
	aliases: {
		正常类: 'FQ01',
		关注类: 'FQ02',
		次级类: 'FQ03',
		可疑类: 'FQ04',
		损失类: 'FQ05'
	}
});
