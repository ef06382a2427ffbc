/** Every measurement in one run, printed as tables: `npm run bench`, or `npm run bench -- import dashboards`. */
import process from 'node:process';
import { benchDashboards } from './dashboards.ts';
import { benchImport } from './import.ts';
import { benchPages } from './pages.ts';
import { benchWorkbook } from './workbook.ts';

// The demo's ledger, as `npm start` makes it.
const data = process.env.BENCH_DATA ?? 'data/demo';
const benches: Record<string, () => Promise<void>> = {
	import: () => benchImport(Number(process.env.BENCH_ROWS ?? 100_000)),
	dashboards: () => benchDashboards(data),
	workbook: () => benchWorkbook(data),
	pages: () => benchPages(data)
};

const wanted = process.argv.slice(2).filter((name) => name in benches);
for (const name of wanted.length ? wanted : Object.keys(benches)) await benches[name]!();
