import { withChildren } from '#codes/define.ts';
import { policyTools } from '#codes/policy-tool.ts';
import { decimalText } from '#core/decimal.ts';
import policyFund from '#datasets/policy-fund.ts';
import policyQuota from '#datasets/policy-quota.ts';
import { defineFileCheck, sideOf, type Failing } from './define.ts';
import { earlierTranches, outstanding } from './parts/tranches.ts';

export default defineFileCheck(policyFund, {
	id: 'QR05',
	severity: 'quality',
	from: '2022-10',
	needs: [policyQuota],
	message: '政策资金余额超过在京额度',
	remedy: '请核对发放、归还和到期；额度已调整的请先报送政策工具额度',
	basis: '报表说明，本平台；子产品计入母工具',
	*find(rows, context) {
		const balance = outstanding(
			[...sideOf(policyFund, rows, context)!, ...earlierTranches(context)],
			context.periodEnd
		);
		const quotas = context.allRows(policyQuota).filter(({ validFrom }) => validFrom! <= context.periodEnd);
		for (const { code, label } of policyTools.codes) {
			const dated = quotas.filter(({ tool }) => tool === code);
			const quota = dated.reduce<(typeof dated)[0] | null>(
				(a, b) => (a && a.validFrom! > b.validFrom! ? a : b),
				null
			);
			const sum = withChildren(policyTools, code).reduce(
				(total, tool) => total + (balance.get(tool) ?? 0),
				0
			);
			if (!quota || sum <= quota.quota!) continue;
			const message = `${label}期末余额 ${decimalText(sum, 2)} 元，超过额度 ${decimalText(quota.quota!, 2)} 元`;
			yield { line: null, at: ['tool', 'amount'], seen: label, message } satisfies Failing<'tool' | 'amount'>;
		}
	},
	examples: {
		pass: [
			{
				rows: [{ tool: 'JCR', amount: 100, basis: 'funds_issued', dueOn: '2027-09-09' }],
				others: {
					'policy-quota': [{ tool: 'SMALL', validFrom: '2026-01-19', quota: 100 }],
					'policy-fund@2025-08': [{ tool: 'SMALL', amount: 50, basis: 'funds_issued', dueOn: '2026-08-09' }]
				}
			}
		],
		fail: [
			{
				rows: [{ tool: 'JCR', amount: 100, basis: 'funds_issued', dueOn: '2027-09-09' }],
				others: {
					'policy-quota': [{ tool: 'SMALL', validFrom: '2026-01-19', quota: 120 }],
					'policy-fund@2026-08': [{ tool: 'SMALL', amount: 50, basis: 'funds_issued', dueOn: '2027-08-09' }]
				}
			}
		]
	}
});
