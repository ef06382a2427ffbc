/** What filers of the demonstration say of quality and macro findings, by dataset. */
const said: Readonly<Record<string, string>> = {
	'corp-loan-stock':
		'已逐笔核对借款合同和系统记录，数据属实：个别重点客户执行优惠利率，或规模较小时大额借据发放、到期引起变动。',
	'corp-loan-flow': '已与信贷系统放款、还款流水逐笔核对，金额和利率与合同一致，数据属实。',
	'corp-customer': '已与客户最近一期财务报表核对，划型依据上年度年报，数据属实。',
	'policy-fund': '已与台账核对，支持对象认定时在名录内，用途与投向相符，数据属实。',
	roster: '已与认定文件核对，企业所报数据为认定当年年报数，情况属实。'
};

/** The explanation a filer of the demonstration gives. */
export const explanationFor = (dataset: string): string =>
	said[dataset] ?? '已与原始凭证和系统台账核对，数据属实，情况如实说明。';
