import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { productVersion } from '#lib/server/keep/manifest.ts';
import { exactMoment } from '#core/moment.ts';
import { note, well, wrong, type Line } from './line.ts';

const gigabytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GB`;

/** The program as installed, and the Node that runs it. */
export function programLines(): Line[] {
	const server = resolve('build/handler.js');
	const major = Number(process.versions.node.split('.')[0]);
	return [
		existsSync(server)
			? well(
					'程序',
					`版本 ${productVersion()}，构建于 ${exactMoment(new Date(statSync(server).mtimeMs).toISOString())}`
				)
			: wrong(
					'程序',
					`版本 ${productVersion()}，没有构建`,
					'请重新解压安装包；由源码安装的，执行 npm run build。'
				),
		major === 24
			? well('Node.js', process.version)
			: wrong('Node.js', `${process.version}，本系统须用 24`, '请用安装包自带的 Node 启动：techfin serve。')
	];
}

/** Name of the system as it gives it itself. */
function systemName(): string {
	try {
		const text = readFileSync('/etc/os-release', 'utf8');
		return /^PRETTY_NAME="?(.*?)"?$/m.exec(text)?.[1] ?? os.type();
	} catch {
		return os.type();
	}
}

/** What the shipped binaries need at least. */
const oldestGlibc = [2, 34] as const;

/** The C library the program runs on; `null` where there is another kind. */
function glibc(): string | null {
	// Without this the report looks up the names of every open connection, which takes long where there is no network.
	const report = process.report as NodeJS.ProcessReport & { excludeNetwork: boolean };
	report.excludeNetwork = true;
	const { header } = report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
	return header.glibcVersionRuntime ?? null;
}

function systemLine(): Line {
	const version = glibc();
	const shown = `${systemName()}，内核 ${os.release()}，${os.arch()}，${version ? `glibc ${version}` : '无 glibc'}`;
	const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
	const [most, least] = oldestGlibc;
	return version && (major > most || (major === most && minor >= least))
		? well('操作系统', shown)
		: wrong('操作系统', shown, `须 glibc ${most}.${least} 以上，请升级操作系统。`);
}

/** The machine: system, processors, memory. */
export function machineLines(): Line[] {
	const memory = os.totalmem();
	const size = `${os.availableParallelism()} 核，内存 ${gigabytes(memory)}`;
	return [
		systemLine(),
		memory < 3.5 * 1024 ** 3
			? note('处理器内存', size, '内存不足 4 GB，报送高峰时可能变慢，建议增加。')
			: well('处理器内存', size)
	];
}

/** How far a clock may be off before it matters. */
const tolerated = 120_000;

/** A moment that must lie behind us, and what left it. */
export interface Past {
	readonly what: string;
	readonly at: number;
}

/** Whether the clock agrees with the files, with itself since this process began, and with the network's time. */
export function clockLines(pasts: readonly Past[], now = Date.now()): Line[] {
	const shown = `${exactMoment(new Date(now).toISOString())}（北京时间）`;
	const later = pasts.filter(({ at }) => at > now + tolerated);
	const jumped = Math.abs(performance.timeOrigin + performance.now() - Date.now());
	return [
		process.env.TZ === 'Asia/Shanghai'
			? well('时区', 'Asia/Shanghai')
			: wrong('时区', process.env.TZ ?? '未设', '请设 TZ=Asia/Shanghai。'),
		later.length
			? wrong(
					'系统时钟',
					`${shown}，早于${later.map(({ what, at }) => `${what}（${exactMoment(new Date(at).toISOString())}）`).join('、')}`,
					'系统时钟慢了或被拨回。请先对时，再启动服务；审计记录按序号排列，不受影响。'
				)
			: jumped > 2000
				? wrong(
						'系统时钟',
						`${shown}，检查期间跳动 ${(jumped / 1000).toFixed(1)} 秒`,
						'请检查对时服务，改为渐进对时。'
					)
				: well('系统时钟', shown),
		fileClock(),
		networkTime()
	];
}

function fileClock(): Line {
	const folder = mkdtempSync(join(os.tmpdir(), 'techfin-doctor-'));
	try {
		const before = Date.now();
		writeFileSync(join(folder, 'x'), '');
		const off = statSync(join(folder, 'x')).mtimeMs - before;
		return Math.abs(off) > 2000
			? wrong('文件时间', `与系统时钟相差 ${(off / 1000).toFixed(1)} 秒`, '临时目录请用本机磁盘。')
			: well('文件时间', '与系统时钟一致');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function networkTime(): Line {
	const asked = spawnSync('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], {
		encoding: 'utf8',
		timeout: 5000
	});
	const said = asked.error || asked.status !== 0 ? null : asked.stdout.trim();
	if (said === 'yes') return well('网络对时', '已同步');
	return said === 'no'
		? note('网络对时', '未同步', '请启用对时（timedatectl set-ntp true，或指向内网时间服务器）。')
		: note(
				'网络对时',
				'不能查询（没有 timedatectl 或其服务）',
				'请确认本机由内网时间服务器对时；二次验证要求误差在 30 秒以内。'
			);
}
