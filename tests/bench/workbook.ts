import { consoleAsker } from '#lib/server/access/asker.ts';
import { openLedger } from '#lib/server/ledger/open.ts';
import { workbook } from '#lib/server/publish/workbook.ts';
import { table } from './table.ts';

/** The quarterly workbook: seconds, size and peak memory of this process. */
export async function benchWorkbook(data: string): Promise<void> {
	const ledger = openLedger(data);
	try {
		const rows: string[][] = [];
		for (const time of ['第一次', '第二次']) {
			const started = performance.now();
			const content = await workbook(ledger, consoleAsker, 'quarterly-monitor', '2026Q3');
			rows.push([
				time,
				((performance.now() - started) / 1000).toFixed(2),
				(content.length / 1024).toFixed(0),
				(process.resourceUsage().maxRSS / 1024).toFixed(0)
			]);
		}
		table('季度监测报告工作簿', ['', '秒', 'KB', '本进程内存峰值 MB'], rows);
	} finally {
		ledger.close();
	}
}
