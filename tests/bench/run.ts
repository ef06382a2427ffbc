/** Every measurement in one run, printed as tables: `npm run bench`, or `npm run bench -- import dashboards`. */
import process from 'node:process';
import { benchImport } from './import.ts';

const benches: Record<string, () => Promise<void>> = {
	import: () => benchImport(Number(process.env.BENCH_ROWS ?? 100_000))
};

const wanted = process.argv.slice(2).filter((name) => name in benches);
for (const name of wanted.length ? wanted : Object.keys(benches)) await benches[name]!();
