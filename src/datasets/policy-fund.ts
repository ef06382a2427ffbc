import { fundBases } from '#codes/fund-basis.ts';
import { keyAreas } from '#codes/key-area.ts';
import { policyTools } from '#codes/policy-tool.ts';
import {
	code,
	codes,
	date,
	defineDataset,
	flag,
	money,
	monthlyDue,
	rate,
	ref,
	text,
	uscc
} from './define.ts';

export default defineDataset({
	id: 'policy-fund',
	label: '央行政策性资金发放明细',
	clause: 4,
	nature: 'flow',
	cumulates: true,
	every: 'month',
	filers: ['unit'],
	filerIds: ['pbc'],
	due: monthlyDue,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition:
		'当月发放的央行政策性资金逐笔明细。一笔只填最具体的工具；直接填母工具的表示其一般部分，母工具合计包含子产品，每笔只计一次。',
	by: {
		institution: { by: 'column', column: 'institution' },
		kind: { by: 'kindOf', column: 'institution' },
		tool: { by: 'tree', column: 'tool', list: policyTools },
		keyArea: { by: 'codes', column: 'keyArea' },
		label: { by: 'labels', column: 'borrower' }
	},
	columns: {
		trancheNo: text('资金编号', { key: true, max: 40, example: 'ZJ2026090001' }),
		tool: code('政策工具', policyTools, { required: true, note: '填最具体的工具', example: 'JCR' }),
		institution: ref('承办机构', 'institution', {
			required: true,
			max: 20,
			note: '报送机构编号',
			example: 'bank01'
		}),
		issuedOn: date('发放日期', { required: true, example: '2026-09-10' }),
		dueOn: date('到期日期', { example: '2027-09-09' }),
		amount: money('发放金额', { required: true, example: '20000000.00' }),
		rate: rate('资金利率', { required: true, example: '1.25000' }),
		basis: code('计量口径', fundBases, {
			required: true,
			note: '资金发放计入重点领域占比；支持贷款默认不计入',
			example: 'funds_issued'
		}),
		borrower: uscc('支持对象', {
			enterprise: 'code',
			note: '统一社会信用代码',
			example: '91110108MA0000015T'
		}),
		loanNo: text('对应借据', { max: 100, example: 'JJ202603000001' }),
		keyArea: codes('投向重点领域', keyAreas, {
			note: '可填多个，用顿号分隔；一笔只计一次',
			example: 'TECH,MANUFACTURING'
		}),
		privateOrSmall: flag('是否小微民营', { example: '1' }),
		loanRate: rate('对应贷款利率', { example: '3.45000' }),
		repaidOn: date('归还日期')
	}
});
