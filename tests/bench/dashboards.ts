import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addMonths } from '#core/period.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { observe } from '#lib/server/observe/observe.ts';
import type { ObserveQuery } from '#lib/server/observe/types.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { median, table } from './table.ts';

const to = '2026-09';
const from = addMonths(to, -35);

/** One figure of a dashboard: what the page asks, and the same in plain SQL over the rows in force. */
interface Question {
	readonly title: string;
	readonly query: Omit<ObserveQuery, 'from' | 'to'>;
	/** Answers `period`, `key`, `value` (base units), for SQLite and DuckDB alike; `loan`, `tranche`, `drawn` are the rows in force. */
	readonly sql: string;
}

const questions: readonly Question[] = [
	{
		title: '贷款增长：科创企业贷款余额',
		query: { indicator: 'M04-8' },
		sql: `select period, '' as key, sum("balanceCny") as value from loan where tech = 1 group by period`
	},
	{
		title: '贷款增长：科创企业贷款户数（去重）',
		query: { indicator: 'M04-9' },
		sql: `select period, '' as key, count(distinct borrower) as value from loan where tech = 1 group by period`
	},
	{
		title: '贷款增长：分区余额',
		query: { indicator: 'M04-8', by: ['district'] },
		sql: `select period, district as key, sum("balanceCny") as value from loan where tech = 1 group by period, district`
	},
	{
		title: '政策资金：当年累计发放',
		query: { indicator: 'M04-2' },
		sql: `select t.period, '' as key, (select sum(u.amount) from tranche u where u.year = t.year and u.period <= t.period) as value
			from (select distinct period, year from tranche) t
			where exists (select 1 from tranche j where j.period = t.year || '-01')`
	},
	{
		title: '产品专区：分行当期发放金额',
		query: { indicator: 'M06-6c', by: ['institution'] },
		sql: `select period, institution as key, sum(amount) as value from drawn group by period, institution`
	}
];

/** The rows in force of the four themes, with the roster joined, as both engines read them. */
const views: Readonly<Record<string, string>> = {
	loan: `select f.period as period, s.borrower as borrower, s."balanceCny" as "balanceCny", coalesce(r.district, '-') as district, r.uscc is not null as tech
		from fact_corp_loan_stock s join submission b on b.id = s.submission join filing f on f.id = b.filing
		left join roster_on r on r.period = f.period and r.uscc = s.borrower
		where b."acceptedAt" is not null and b."endedAt" is null and f.period between '${from}' and '${to}'`,
	tranche: `select f.period as period, substr(f.period, 1, 4) as year, p.amount as amount from fact_policy_fund p
		join submission b on b.id = p.submission join filing f on f.id = b.filing
		where b."acceptedAt" is not null and b."endedAt" is null and p.basis = 'funds_issued'`,
	drawn: `select f.period as period, f.institution as institution, p.amount as amount from fact_product_month p
		join submission b on b.id = p.submission join filing f on f.id = b.filing
		where b."acceptedAt" is not null and b."endedAt" is null and f.period between '${from}' and '${to}'`
};

type Answer = Map<string, bigint>;
const inRange = (period: string): boolean => period >= from && period <= to;

function fromCells(ledger: Ledger, { query }: Question): Answer {
	const found = observe(ledger, consoleAsker, { ...query, from, to });
	return new Map(
		found
			.filter((one) => one.exact)
			.map((one) => [`${one.period} ${Object.values(one.keys).join()}`, one.exact!.n])
	);
}

function bySql(ledger: Ledger, { sql }: Question): Answer {
	const shared = Object.entries(views).map(([name, select]) => `${name} as (${select})`);
	const rows = ledger.db
		.prepare(`with ${shared.join(', ')} ${sql}`)
		.safeIntegers()
		.all() as { period: string; key: string; value: bigint }[];
	return new Map(
		rows.filter((row) => inRange(row.period)).map((row) => [`${row.period} ${row.key}`, BigInt(row.value)])
	);
}

interface Duck {
	answer(question: Question): Promise<Answer>;
	close(): void;
}

/** The same rows in DuckDB, in memory. */
async function duck(ledger: Ledger): Promise<Duck> {
	const { DuckDBInstance } = await import('@duckdb/node-api');
	const connection = await (await DuckDBInstance.create(':memory:')).connect();
	const folder = mkdtempSync(join(tmpdir(), 'techfin-duck-'));
	for (const [name, select] of Object.entries(views)) {
		const file = join(folder, `${name}.csv`);
		const statement = ledger.db.prepare(select).raw();
		const head = statement.columns().map((column) => column.name);
		const lines = [head.join(',')];
		for (const row of statement.iterate() as Iterable<unknown[]>) lines.push(row.join(','));
		writeFileSync(file, lines.join('\n'));
		await connection.run(
			`create table ${name} as select * from read_csv('${file}', all_varchar = false, types = {'period': 'VARCHAR'${name === 'tranche' ? ", 'year': 'VARCHAR'" : ''}})`
		);
	}
	rmSync(folder, { recursive: true });
	return {
		async answer({ sql }) {
			const reader = await connection.runAndReadAll(sql);
			return new Map(
				reader
					.getRows()
					.filter((row) => inRange(String(row[0])))
					.map((row) => [`${String(row[0])} ${String(row[1])}`, BigInt(String(row[2]))])
			);
		},
		close: () => connection.closeSync()
	};
}

async function timed(times: number, work: () => unknown): Promise<number> {
	const taken: number[] = [];
	for (let i = 0; i < times; i += 1) {
		const started = performance.now();
		await work();
		taken.push(performance.now() - started);
	}
	return median(taken);
}

function differences(a: Answer, b: Answer): number {
	let count = 0;
	for (const key of new Set([...a.keys(), ...b.keys()])) if (a.get(key) !== b.get(key)) count += 1;
	return count;
}

/** Each dashboard's data over 36 months from cells, against plain SQL over the facts and DuckDB over the same rows. */
export async function benchDashboards(data: string): Promise<void> {
	const ledger = openLedger(data);
	const engine = await duck(ledger);
	try {
		const rows: string[][] = [];
		for (const question of questions) {
			const cells = fromCells(ledger, question);
			const [plain, columnar] = [bySql(ledger, question), await engine.answer(question)];
			const wrong = differences(cells, plain) + differences(cells, columnar);
			const [a, b, c] = [
				await timed(200, () => fromCells(ledger, question)),
				await timed(3, () => bySql(ledger, question)),
				await timed(7, () => engine.answer(question))
			];
			rows.push([
				question.title,
				a.toFixed(2),
				b.toFixed(0),
				c.toFixed(1),
				(b / a).toFixed(0),
				(c / a).toFixed(1),
				`${cells.size} 个值，${wrong ? `不一致 ${wrong}` : '三者一致'}`
			]);
		}
		table(
			'看板数据，36 个月',
			['', '汇总单元 毫秒', 'SQL 明细 毫秒', 'DuckDB 毫秒', 'SQL ÷ 汇总', 'DuckDB ÷ 汇总', '核对'],
			rows
		);
	} finally {
		engine.close();
		ledger.close();
	}
}
