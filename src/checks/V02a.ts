import { industries } from '#codes/industry.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineCheck } from './define.ts';

export default defineCheck([corpLoanStock, corpLoanFlow], {
	id: 'V02a',
	severity: 'validity',
	from: '2022-10',
	at: ['industryOfUse'],
	message: '贷款实际投向不是国民经济行业的门类加中类',
	remedy: '请填 4 位代码：门类字母加 3 位中类，如 C391；境外填 2000',
	basis: 'V02；GB/T 4754—2017，门类和大类逐一核对，中类只核对位数',
	holds: ({ industryOfUse: use }) =>
		use === '2000' ||
		(use.length === 4 && use[3]! >= '0' && use[3]! <= '9' && industries.at.has(use.slice(0, 3))),
	examples: {
		pass: [{ industryOfUse: 'C391' }, { industryOfUse: '2000' }],
		fail: [{ industryOfUse: 'C39' }, { industryOfUse: 'C651' }, { industryOfUse: 'C39X' }]
	}
});
