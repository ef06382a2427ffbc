import { firstLoanEvidences } from '#codes/first-loan-evidence.ts';
import { innovationProducts } from '#codes/innovation-product.ts';
import { bankKinds } from '#codes/institution-kind.ts';
import { platforms } from '#codes/platform.ts';
import { supportTools } from '#codes/support-tool.ts';
import { code, defineDataset, monthlyDue, ref, text } from './define.ts';

export default defineDataset({
	id: 'loan-tag',
	label: '科创贷款附加信息',
	clause: 5,
	nature: 'stock',
	every: 'month',
	filers: bankKinds,
	due: monthlyDue,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition:
		'贷款存量和发生额文件不能反映的科创贷款特征：创新产品类型、支持工具、征信与对接平台、首贷核验方式。',
	columns: {
		loanNo: text('借据编码', {
			key: true,
			max: 100,
			note: '须在同期贷款存量或发生额文件中',
			example: 'JJ202603000001'
		}),
		contractNo: text('合同编码', { key: true, max: 100, example: 'HT202603000001' }),
		innovation: code('创新产品类型', innovationProducts, { example: 'UNSECURED' }),
		productNo: ref('科技信贷产品编号', 'product', { max: 40, note: '已在产品专区上架的填写' }),
		supportTool: code('支持工具', supportTools, { example: 'RELENDING' }),
		dataPlatform: code('使用征信平台', platforms, { example: 'CXR' }),
		platform: code('对接平台', platforms, { example: 'YQDJ' }),
		firstLoanEvidence: code('首贷核验方式', firstLoanEvidences, {
			note: '首次贷款的填写',
			example: 'REGISTRY'
		})
	}
});
