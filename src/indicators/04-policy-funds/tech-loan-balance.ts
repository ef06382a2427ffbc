import { defineIndicator } from '../define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { techBalance } from '../conditions.ts';
import { aheadOfAllLoans } from '../status.ts';
import { newStandard } from '../breaks.ts';

export default defineIndicator({
	id: 'tech-loan-balance',
	code: 'M04-8',
	label: '科创企业贷款余额',
	short: '科创企业贷款',
	english: 'Loans to technology enterprises',
	clause: 4,
	unit: 'yiYuan',
	nature: 'stock',
	better: 'higher',
	definition:
		'期末在科创企业名录内的企业（按当日有效类别匹配统一社会信用代码，同一企业只计一次）在各报送机构的本外币单位贷款余额合计。分类别之和可能大于合计。',
	basis: '银管发〔2022〕98号（四）：全市科创企业贷款、户数保持较高增速',
	every: 'month',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	target: { star: false, text: '保持较高增速：高于各项贷款增速' },
	status: aheadOfAllLoans,
	breaks: newStandard,
	formula: techBalance,
	examples: [
		{
			says: '甲、乙在册，丙不在册：500 万元 + 300 万元，丙的 900 万元不计',
			given: [
				{
					dataset: corpLoanStock,
					rows: [
						{ borrower: 'A', balanceCny: 500_000_000 },
						{ borrower: 'B', balanceCny: 300_000_000 },
						{ borrower: 'C', balanceCny: 900_000_000 }
					]
				}
			],
			roster: { A: ['HNTE', 'SRDI'], B: ['ZGCHT'] },
			value: 800_000_000
		},
		{
			says: '国家口径不含中关村高新技术企业：只有甲的 500 万元',
			given: [
				{
					dataset: corpLoanStock,
					rows: [
						{ borrower: 'A', balanceCny: 500_000_000 },
						{ borrower: 'B', balanceCny: 300_000_000 }
					]
				}
			],
			roster: { A: ['HNTE', 'SRDI'], B: ['ZGCHT'] },
			scope: 'national',
			value: 500_000_000
		}
	]
});
