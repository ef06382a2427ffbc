import { defineIndicator } from '../define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { distinct } from '#formula/formula.ts';
import { onRoster } from '#formula/test.ts';
import { growing } from '../status.ts';
import { newStandard } from '../breaks.ts';

export default defineIndicator({
	id: 'tech-loan-borrowers',
	code: 'M04-9',
	label: '科创企业贷款户数',
	short: '获贷科创企业',
	english: 'Technology enterprises with loans',
	clause: 4,
	unit: 'household',
	nature: 'stock',
	better: 'higher',
	definition:
		'期末在科创企业名录内且有贷款余额的企业户数，按统一社会信用代码去重：同一企业在多家机构、多个类别只计一户，分机构、分类别之和不等于合计。',
	basis: '银管发〔2022〕98号（四）：全市科创企业贷款、户数保持较高增速',
	every: 'month',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	target: { star: false, text: '保持较高增速：户数同比增长' },
	status: growing,
	breaks: newStandard,
	formula: distinct(corpLoanStock, 'borrower', [onRoster('borrower')]),
	examples: [
		{
			says: '甲在两家银行各有一笔，乙一笔，丙不在册：2 户',
			given: [
				{
					dataset: corpLoanStock,
					filer: 'bank01',
					rows: [
						{ borrower: 'A', balanceCny: 1 },
						{ borrower: 'B', balanceCny: 1 }
					]
				},
				{
					dataset: corpLoanStock,
					filer: 'bank02',
					rows: [
						{ borrower: 'A', balanceCny: 1 },
						{ borrower: 'C', balanceCny: 1 }
					]
				}
			],
			roster: { A: ['HNTE'], B: ['TSME'] },
			value: 2
		}
	]
});
