import { defineCodes } from './define.ts';

/** Platforms that bring enterprises and banks together or supply credit data. */
export const platforms = defineCodes({
	id: 'platform',
	label: '平台',
	source: '银管发〔2022〕98号（二）、（三）、（七）；代码为本平台自编',
	codes: {
		YQDJ: '北京市银企对接系统',
		ADVISER: '小微企业金融服务顾问',
		CREDIT_EASE: '“获得信贷一件事”平台',
		CHANGRONG: '北京畅融工程',
		XWJF: '北京小微金服平台',
		DATA_ZONE: '北京市金融公共数据专区',
		CXR: '创信融',
		JYZX: '京云征信',
		ZHONGZHENG: '中征应收账款融资服务平台',
		MOVABLE: '动产融资统一登记公示系统',
		LOAN_CENTRE: '北京市贷款服务中心',
		TECH_CENTRE: '科创金融服务中心',
		OTHER: '其他平台'
	},
	aliases: {
		银企对接系统: 'YQDJ',
		小微金服: 'XWJF',
		贷款服务中心: 'LOAN_CENTRE',
		其他: 'OTHER'
	}
});
