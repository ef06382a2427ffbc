import { policyTools } from '#codes/policy-tool.ts';
import { decimalText } from '#core/decimal.ts';
import policyQuota from '#datasets/policy-quota.ts';
import { defineFileCheck, type Failing } from './define.ts';

export default defineFileCheck(policyQuota, {
	id: 'M04a',
	severity: 'macro',
	from: '2022-10',
	message: '子产品额度超过母工具额度',
	remedy: '请核对；母工具未在本次文件中的请说明',
	basis: 'A04，本平台',
	*find(rows) {
		const sorted = rows.toSorted((a, b) => (a.row.validFrom! < b.row.validFrom! ? -1 : 1));
		const latest = new Map(sorted.map((placed) => [placed.row.tool!, placed]));
		for (const [tool, { row, line }] of latest) {
			const parent = latest.get(policyTools.at.get(tool)!.parent ?? '');
			if (!parent || row.quota! <= parent.row.quota!) continue;
			const message = `子产品额度超过母工具额度 ${decimalText(parent.row.quota!, 2)} 元`;
			yield { line, at: ['quota', 'tool'], message } satisfies Failing<'quota' | 'tool'>;
		}
	},
	examples: {
		pass: [{ rows: [{ tool: 'JCR', validFrom: '2026-01-19', quota: 100 }] }],
		fail: [
			{
				rows: [
					{ tool: 'SMALL', validFrom: '2026-01-19', quota: 100 },
					{ tool: 'JCR', validFrom: '2026-01-19', quota: 101 }
				]
			}
		]
	}
});
