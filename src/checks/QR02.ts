import { sizes } from '#codes/size.ts';
import roster from '#datasets/roster.ts';
import { sizeByRule } from '#policy/size-rule.ts';
import { defineEmptyCheck } from './define.ts';

export default defineEmptyCheck(roster, {
	id: 'QR02',
	severity: 'quality',
	from: '2022-10',
	at: ['size', 'industry', 'employees', 'revenue', 'totalAssets'],
	message: '企业规模与按从业人员、营业收入、资产总额划型的结果不同',
	remedy: '请按工信部联企业〔2011〕300号重新划型；属实的请说明',
	basis: '报表说明；工信部联企业〔2011〕300号',
	holds: ({ size, industry, employees, revenue, totalAssets }) => {
		if (size === null || size === 'CS05' || industry === null) return true;
		const right = sizeByRule(industry, { employees, revenue, totalAssets });
		return (
			right === null || right === size || { remedy: `按划型标准应为 ${right} ${sizes.at.get(right)!.label}` }
		);
	},
	examples: {
		pass: [{ size: 'CS04', industry: 'I65', employees: 9, revenue: 400_000_000 }],
		// 120 persons and 1200万元 reach the medium minima of software (100 persons, 1000万元).
		fail: [{ size: 'CS03', industry: 'I65', employees: 120, revenue: 1_200_000_000 }]
	}
});
