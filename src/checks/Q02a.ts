import { sizes } from '#codes/size.ts';
import corpCustomer from '#datasets/corp-customer.ts';
import { sizeByRule } from '#policy/size-rule.ts';
import { defineEmptyCheck } from './define.ts';

export default defineEmptyCheck(corpCustomer, {
	id: 'Q02a',
	severity: 'quality',
	from: '2022-10',
	at: ['size', 'industry', 'employees', 'revenue', 'totalAssets'],
	message: '企业规模与按从业人员、营业收入、资产总额划型的结果不同',
	remedy: '请按工信部联企业〔2011〕300号重新划型；属实的请说明',
	basis: 'Q02；工信部联企业〔2011〕300号',
	holds: ({ size, industry, employees, revenue, totalAssets }) => {
		if (size === null || size === 'CS05' || industry === null) return true;
		const right = sizeByRule(industry, { employees, revenue, totalAssets });
		return (
			right === null || right === size || { remedy: `按划型标准应为 ${right} ${sizes.at.get(right)!.label}` }
		);
	},
	examples: {
		pass: [
			{ size: 'CS03', industry: 'C39', employees: 86, revenue: 3_500_000_000 },
			{ size: 'CS02', industry: 'C39', employees: null, revenue: 3_500_000_000 },
			{ size: 'CS02', industry: 'K70', employees: 5, revenue: 100, totalAssets: 100 }
		],
		// 86 persons and 3500万元: below 300 persons, so small and not medium.
		fail: [{ size: 'CS02', industry: 'C39', employees: 86, revenue: 3_500_000_000 }]
	}
});
