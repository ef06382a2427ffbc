import type { Browsed } from './browsers.ts';
import type { Burst } from './burst.ts';
import type { Exports } from './exports.ts';
import type { Measured } from './host.ts';
import { connections, crowdPerSecond, type Overload, type questions, type slowUploads } from './overload.ts';
import { every, type Signing } from './signing.ts';
import type { Times } from './times.ts';
import type { Seen } from './viewers.ts';

/** One phase: what viewers met, and what the server took for it. */
export interface Phase {
	readonly title: string;
	readonly seen: Seen;
	readonly server: Measured;
}

/** A phase in which files were handed in and exports asked for. */
export interface Filed extends Phase {
	readonly files: Burst;
	readonly exports: Exports;
}

/** Everything one run measured. */
export interface Results {
	readonly on: string;
	readonly machine: string;
	readonly ledger: string;
	readonly quick: boolean;
	readonly viewers: number;
	readonly perSecond: number;
	/** Pages opened for the first time, four at a time. */
	readonly first: Times;
	readonly steady: Phase;
	readonly burst: Filed;
	/** What had been filed, signed one after another: each signature changes what every page shows. */
	readonly signing: Phase & { readonly signatures: Signing };
	/** The like beside a backup, and then again without one: by then whatever is kept is there for both. */
	readonly backup: Filed & { readonly seconds: number; readonly verified: boolean };
	readonly again: Filed;
	readonly browsers: (Phase & { readonly browsed: Browsed | null }) | null;
	readonly largest: Burst | null;
	readonly cannon: {
		readonly p50: number;
		readonly p975: number;
		readonly p99: number;
		readonly failed: number;
	};
	/** A thousand pages asked every second. */
	readonly overload: Overload;
	/** As many as a thousand connections can ask. */
	readonly flood: Overload;
	readonly questions: Awaited<ReturnType<typeof questions>>;
	readonly slow: Awaited<ReturnType<typeof slowUploads>>;
	readonly invariants: string;
	readonly seconds: number;
	targets?: readonly Target[];
}

/** A target of the reliability note: what is wanted, what was measured, and whether that is it. */
export interface Target {
	readonly what: string;
	readonly wanted: string;
	readonly measured: string;
	/** `null` where it was not measured. */
	readonly met: boolean | null;
}

const below = (what: string, measured: number, most: number, unit: string): Target => ({
	what,
	wanted: `< ${most} ${unit}`,
	measured: Number.isFinite(measured) ? `${measured} ${unit}` : '没有答复',
	met: Number.isFinite(measured) && measured < most
});
const none = (what: string, measured: number): Target => ({
	what,
	wanted: '0',
	measured: String(measured),
	met: measured === 0
});
const unmeasured = (what: string, wanted: string): Target => ({
	what,
	wanted,
	measured: '本次未测',
	met: null
});

/** The most seconds from the receipt of a file of so many rows until it was checked. */
function longest(bursts: readonly Burst[], from: number, to: number): number | null {
	const fitting = bursts
		.flatMap((burst) => burst.checked)
		.filter(({ rows }) => rows >= from && rows < to)
		.map(({ seconds }) => seconds);
	return fitting.length ? Math.max(...fitting) : null;
}

const checked = (what: string, seconds: number | null, most: number): Target =>
	seconds === null ? unmeasured(what, `≤ ${most} 秒`) : below(what, seconds, most, '秒');

/** How much slower the slow pages are with a backup beside them, in per cent. */
const slower = ({ backup, again }: Results): number =>
	Math.round((backup.seen.all.p95 / Math.max(1, again.seen.all.p95) - 1) * 100);

/** Each target of §4, and E7, against what was measured. */
export function targetsOf(results: Results): Target[] {
	const { steady, burst, signing, backup, again, largest, overload, flood, questions, slow } = results;
	const phases = [steady, burst, backup, again, signing];
	const bursts = [burst.files, backup.files, again.files, ...(largest ? [largest] : [])];
	const most = (of: (server: Measured) => number): number =>
		Math.max(...phases.map(({ server }) => of(server)));
	const load = `${results.viewers} 人浏览、每秒 ${results.perSecond} 次`;
	return [
		below(`${load}：p95`, steady.seen.all.p95, 300, '毫秒'),
		below(`${load}：p99`, steady.seen.all.p99, 800, '毫秒'),
		none(`${load}：出错`, steady.seen.errors),
		below(`${load}：事件循环延迟 p99`, steady.server.loopDelay.p99, 100, '毫秒'),
		below('同时集中报送、导出：p95', burst.seen.all.p95, 600, '毫秒'),
		none('同时集中报送、导出：出错', burst.seen.errors),
		none(
			`${bursts.reduce((sum, { files }) => sum + files, 0)} 个文件：丢失`,
			bursts.flatMap(({ lost }) => lost).length
		),
		none('校验结论与应有的不符', bursts.flatMap(({ wrong }) => wrong).length),
		below(
			'收完最后一字节到给出回执，最慢',
			Math.max(...bursts.map(({ receipt }) => receipt.most)),
			2000,
			'毫秒'
		),
		checked('从回执到校验完，8 千行以内，最慢', longest(bursts, 0, 8_000), 5),
		checked('从回执到校验完，4 万行，最慢', longest(bursts, 40_000, 40_001), 15),
		checked('从回执到校验完，50 万行', longest(bursts, 400_000, 1e9), 120),
		below(
			'集中报送全部办完，最慢',
			Math.max(...[burst, backup, again].map(({ files }) => files.drained)),
			600,
			'秒'
		),
		below(
			'服务进程内存',
			most(({ serverMegabytes }) => serverMegabytes),
			400,
			'MB'
		),
		below(
			'导入子进程内存',
			most(({ importMegabytes }) => importMegabytes),
			512,
			'MB'
		),
		below('逐份签署入库：p95', signing.seen.all.p95, 600, '毫秒'),
		none('逐份签署入库：出错', signing.seen.errors),
		none('逐份签署入库：没有签成', signing.signatures.refused.length),
		none('再一批报送、导出，同时备份：出错', backup.seen.errors),
		none('又一批报送、导出：出错', again.seen.errors),
		below('同时备份比没有备份：p95 变慢', slower(results), 20, '%'),
		{
			what: '同时备份：备份核验',
			wanted: '通过',
			measured: backup.verified ? '通过' : '未通过',
			met: backup.verified
		},
		below(
			'超出能力：答复 503 的时间 p95',
			overload.turnedAway.count ? overload.turnedAway.p95 : Infinity,
			50,
			'毫秒'
		),
		none(
			'超出能力：没有答复',
			(overload.crowd.none ?? 0) + (flood.crowd.none ?? 0) + (questions.statuses['0'] ?? 0)
		),
		none(
			'超出能力：503 缺中文说明或 Retry-After',
			overload.odd.length + flood.odd.length + questions.incomplete + slow.incomplete
		),
		below(
			'超出能力：/healthz 最慢',
			Math.max(overload.health.most, flood.health.most, questions.health.most),
			1000,
			'毫秒'
		),
		below('超出能力：服务进程内存', Math.max(overload.megabytes, flood.megabytes), 400, 'MB'),
		below('超出能力之后：恢复正常', Math.max(overload.recovered, flood.recovered), 2000, '毫秒'),
		unmeasured('PDF 与浏览器内存（< 900 MB）', '产品尚无 PDF'),
		{
			what: '事后不变量 I1–I8',
			wanted: '成立',
			measured: results.invariants,
			// Where not all of them were looked at, it was not measured.
			met: results.invariants === '成立' ? true : results.invariants.startsWith('不') ? false : null
		}
	];
}

const three = ({ count, p50, p95, p99 }: Times): string => `${count} | ${p50} | ${p95} | ${p99}`;
const listed = (counts: Readonly<Record<string, number>>): string =>
	Object.entries(counts)
		.map(([status, count]) => `${status === '0' || status === 'none' ? '无答复' : status} × ${count}`)
		.join('，');

const crowdSaid = (met: Overload): string =>
	`每秒答复 ${met.perSecond} 次（${listed(met.crowd)}）。其间单独的请求：\`/healthz\` p95 ${met.health.p95}、最慢 ${met.health.most} 毫秒；得到页面的 p50 ${met.served.p50}、p95 ${met.served.p95} 毫秒（${met.served.count} 次）；被请回的 p50 ${met.turnedAway.p50}、p95 ${met.turnedAway.p95} 毫秒（${met.turnedAway.count} 次）。离开后 ${met.recovered} 毫秒恢复。`;

function phaseRows({ title, seen, server }: Phase): string {
	const { loopDelay } = server;
	return `| ${title} | ${seen.perSecond} | ${three(seen.all)} | ${seen.errors}${seen.odd.length ? `（${seen.odd.slice(0, 3).join('、')}）` : ''} | ${loopDelay.p50} / ${loopDelay.p99} | ${server.serverMegabytes} | ${server.readerMegabytes} | ${server.importMegabytes || '—'} | ${server.walMegabytes} | ${server.jobsWaiting} |`;
}

/** The run as people read it: the targets first, then what lies behind them. */
export function manual(results: Results): string {
	const {
		steady,
		backup,
		again,
		burst,
		signing,
		browsers,
		cannon,
		overload,
		flood,
		questions,
		slow,
		largest
	} = results;
	const met = { true: '达到', false: '**未达到**', null: '未测' } as const;
	const phases = [steady, burst, backup, again, signing, ...(browsers ? [browsers] : [])];
	return `# 压力测试

\`npm run load\` 全程 10 到 15 分钟，\`npm run load -- --quick\` 约 5 分钟，\`--small\` 用小演示账本试跑；\`--data 目录\` 指定演示账本（只复制，不改动）。结果写入 \`results.json\` 和本文件，两者都由运行生成。试跑（\`--quick\`、\`--small\`）不改写，除非加 \`--keep\`。

服务是构建好的系统，占一核；压力来源占另一核。${results.viewers} 位浏览者各用一个连接，三次请求中一次整页、两次页内取数，间隔随机；账号由领导、分析员、责任单位、各银行轮换。页面带 \`no-store\`、静态文件长期有效，浏览器对两者都不发条件请求，这里也不发。\`autocannon\` 不能让一个连接每秒不到一次，因此按间隔浏览由 \`viewers.ts\` 发出，\`autocannon\` 用于“同刻齐发”和超出能力两项。每人请求上限调到不起作用：账号少而人多。

## 目标

${results.on}，${results.machine}；${results.ledger}${results.quick ? '；快速试跑' : ''}。用时 ${Math.round(results.seconds)} 秒。

| 目标 | 要求 | 实测 | |
|---|---|---|---|
${targetsOf(results)
	.map((one) => `| ${one.what} | ${one.wanted} | ${one.measured} | ${met[`${one.met}`]} |`)
	.join('\n')}

## 各阶段

| 阶段 | 次/秒 | 次数 | p50 毫秒 | p95 | p99 | 出错 | 事件循环延迟 p50 / p99 | 服务 MB | 读进程 MB | 导入 MB | WAL MB | 任务排队 |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
${phases.map(phaseRows).join('\n')}

数据变动后第一次打开每一页（四页同时）：${results.first.count} 次，p50 ${results.first.p50}、p95 ${results.first.p95}、最慢 ${results.first.most} 毫秒；此后同样权限的人看到的是留存的结果，有新数据签署入库才重算。

最慢的页面（集中报送时，毫秒）：${burst.seen.slowest.map(([page, after]) => `\`${page}\` ${after}`).join('、')}。

## 报送、导出、备份

- ${burst.files.files} 个文件在 ${burst.files.over} 秒内上传（十分之一传到一半断开后重传，十五分之一有错）；回执 p50 ${burst.files.receipt.p50} 毫秒、最慢 ${burst.files.receipt.most} 毫秒；${burst.files.drained} 秒全部校验完。${burst.files.lost.length ? `丢失：${burst.files.lost.join('；')}。` : ''}${burst.files.wrong.length ? `结论不符：${burst.files.wrong.join('；')}。` : ''}
- 导出：报告 p50 ${burst.exports.report.p50} 毫秒（${burst.exports.report.count} 份），图表文件 p95 ${burst.exports.figures.p95} 毫秒（${burst.exports.figures.count} 份），标注原表 ${burst.exports.marked.count} 份 ${burst.exports.marked.most} 毫秒；状态 ${listed(burst.exports.statuses)}。
- 其中 ${signing.signatures.signed} 份随后填写说明、签署入库，每 ${every} 秒一份（五分钟三十份）；从点签署到答复 p50 ${signing.signatures.took.p50}、最慢 ${signing.signatures.took.most} 毫秒（含等候汇总，最多 5 秒）${signing.signatures.refused.length ? `；没有签成：${signing.signatures.refused.join('；')}` : ''}。
- 又 ${backup.files.files} 个文件，同时备份（${backup.seconds} 秒）：浏览 p95 ${backup.seen.all.p95} 毫秒；${backup.files.drained} 秒全部校验完。再 ${again.files.files} 个文件，没有备份：浏览 p95 ${again.seen.all.p95} 毫秒。
${largest ? `- 最大的文件 ${largest.checked[0]?.rows ?? '—'} 行：回执 ${largest.receipt.most} 毫秒，校验 ${largest.checked[0]?.seconds ?? '—'} 秒，结论 ${largest.checked[0]?.state ?? '—'}。\n` : ''}${browsers?.browsed ? `- ${browsers.browsed.browsers} 个真实浏览器看 ${browsers.browsed.pages} 页：最大内容绘制 p50 ${browsers.browsed.largestPaint.p50}、p95 ${browsers.browsed.largestPaint.p95} 毫秒，图全部画出 p95 ${browsers.browsed.chartsReady.p95} 毫秒（浏览器与压力来源同用一核，偏慢）${browsers.browsed.complaints.length ? `；报错：${browsers.browsed.complaints.join('；')}` : '；没有报错'}。\n` : ''}
## 超出能力

- 每秒 60 次同刻齐发（\`autocannon\`）：p50 ${cannon.p50}、p97.5 ${cannon.p975}、p99 ${cannon.p99} 毫秒，失败 ${cannon.failed}。
- ${connections} 个连接每秒共要 ${crowdPerSecond} 页：${crowdSaid(overload)}
- ${connections} 个连接不停地要：${crowdSaid(flood)}每个连接得到答复就再要，等候时间由连接数除以每秒答复次数决定。
- 同时提出 ${Object.values(questions.statuses).reduce((sum, one) => sum + one, 0)} 个没人问过的问题：${listed(questions.statuses)}${questions.faults.length ? `（${questions.faults.join('、')}）` : ''}；最久 ${questions.longest} 毫秒有答复；\`/healthz\` 最慢 ${questions.health.most} 毫秒。
- ${slow.tried} 个文件一点一点地传：接住 ${slow.held} 个，请回 ${slow.turnedAway} 个；其间页面 p95 ${slow.pages.p95} 毫秒。
`;
}
