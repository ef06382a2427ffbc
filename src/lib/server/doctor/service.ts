import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import BetterSqlite3 from 'better-sqlite3';
import { numberSetting, setting, settings, type SettingName } from '#settings';
import { note, well, wrong, type Line } from './line.ts';

/** Read by the program, but for its own tests and starters: no settings of an installation. */
const inner = ['TECHFIN_DEMO', 'TECHFIN_MIGRATIONS', 'TECHFIN_DEBUG', 'TECHFIN_CALLED'];

/** The settings as this command sees them; `faults` are what the server would refuse to start with. */
export function settingLines(faults: readonly string[]): Line[] {
	const set = (Object.keys(settings) as SettingName[]).filter((name) => setting(name) !== undefined);
	const unknown = Object.keys(process.env).filter(
		(name) => /^(TECHFIN|OIDC)_/.test(name) && !(name in settings) && !inner.includes(name)
	);
	const shown = (name: SettingName): string =>
		'secret' in settings[name] ? `${name}=（已设，不显示）` : `${name}=${setting(name)}`;
	return [
		well('设置', set.map(shown).join('，') || '全部取缺省值'),
		...faults.map((fault) => wrong('设置', fault, '请改正后再启动服务；各项含义见使用手册“设置”一节。')),
		...(unknown.length
			? [note('设置', `不认得 ${unknown.join('、')}，不起作用`, '请核对名称是否写错。')]
			: []),
		setting('ORIGIN')
			? well('访问网址', setting('ORIGIN')!)
			: note(
					'访问网址',
					'未设 ORIGIN，只能在本机试用',
					'正式运行请设 ORIGIN 为 https 网址，由前面的代理提供 TLS。'
				)
	];
}

/** Whether a server holds the data folder, asked without touching its lock. */
function isServed(dir: string): boolean {
	const file = join(dir, 'server.lock');
	if (!existsSync(file)) return false;
	const lock = new BetterSqlite3(file, { readonly: true, timeout: 0 });
	try {
		lock.prepare('select count(*) from sqlite_schema').get();
		return false;
	} catch {
		return true;
	} finally {
		lock.close();
	}
}

/** Why a port cannot be listened on; `null` if it can. */
const portFault = (port: number, host: string): Promise<string | null> =>
	new Promise((done) => {
		const server = createServer();
		server.once('error', (cause: NodeJS.ErrnoException) => done(cause.code ?? cause.message));
		server.listen(port, host, () => server.close(() => done(null)));
	});

/** What a check of `/readyz` that does not hold means. */
export const checkLabels: Readonly<Record<string, string>> = {
	ledger: '账本不能读',
	writable: '账本不能写',
	disk: '磁盘空间不足',
	work: '后台任务未运行',
	schema: '账本结构不符',
	backup: '备份过旧',
	comparison: '汇总与明细不一致',
	start: '启动检查未通过，只有维护页面'
};

/** The running server's own word, or whether one could start. */
export async function serviceLine(dir: string): Promise<Line> {
	const port = numberSetting('PORT', 3000);
	const host = setting('HOST') ?? '127.0.0.1';
	const at = `${host}:${port}`;
	if (isServed(dir)) {
		const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host;
		try {
			const answer = await fetch(`http://${near}:${port}/readyz`, { signal: AbortSignal.timeout(10_000) });
			const { checks } = (await answer.json()) as { checks: Record<string, boolean> };
			const failed = Object.keys(checks).filter((id) => !checks[id]);
			return failed.length
				? wrong(
						'服务',
						`${at} 正在运行，未就绪：${failed.map((id) => checkLabels[id] ?? id).join('、')}`,
						'请按本页相应各行处理。'
					)
				: well('服务', `${at} 正在运行，已就绪`);
		} catch {
			return wrong(
				'服务',
				`数据目录正由服务使用，而 ${at} 没有应答`,
				'请核对 PORT、HOST 与服务的设置是否一致；一致的，重启服务。'
			);
		}
	}
	const fault = await portFault(port, host);
	if (fault === 'EADDRINUSE')
		return wrong('服务', `没有运行；端口 ${at} 已被其他程序占用`, '请关闭占用它的程序，或换一个 PORT。');
	if (fault) return wrong('服务', `没有运行；不能监听 ${at}（${fault}）`, '请核对 PORT、HOST。');
	return note('服务', `没有运行；端口 ${at} 可用`, '启动：systemctl start techfin。');
}
