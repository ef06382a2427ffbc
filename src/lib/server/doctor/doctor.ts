import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { dataFolder, startFaults } from '#settings';
import { productVersion } from '#lib/server/keep/manifest.ts';
import { exactMoment } from '#core/moment.ts';
import { backupLines } from './backups.ts';
import { folderLines } from './folder.ts';
import { ledgerLines, pastsOf, sqliteLine } from './ledger.ts';
import { looked, note, verdictLabels, type Line, type Verdict } from './line.ts';
import { clockLines, machineLines, programLines, type Past } from './machine.ts';
import { browserLine, fontLine, workbookLine } from './samples.ts';
import { serviceLine, settingLines } from './service.ts';

/** Everything that was looked at, in parts. */
export interface Examined {
	readonly at: string;
	readonly version: string;
	readonly parts: readonly { readonly heading: string; readonly lines: readonly Line[] }[];
}

/** When the program was built: the clock cannot be before it. */
function built(): Past[] {
	const file = resolve('build/handler.js');
	return existsSync(file) ? [{ what: '程序构建的时间', at: statSync(file).mtimeMs }] : [];
}

/** Looks the whole installation over, beside a running server or without one; writes nothing into the ledger. */
export async function examine(now: Date = new Date()): Promise<Examined> {
	const dir = dataFolder();
	const faults = startFaults();
	const ofFolder = (fault: string): boolean => fault.startsWith('TECHFIN_DATA：目录');
	const pasts = await looked('系统时钟', () => clockLines([...built(), ...pastsOf(dir)], now.getTime()));
	const folder = (): Line | readonly Line[] =>
		existsSync(dir)
			? folderLines(dir, faults.filter(ofFolder))
			: note('数据目录', `${dir} 还没有建立`, '首次启动服务时自动建立；目录不对的，用 TECHFIN_DATA 指明。');
	// One look after the other: several hold the process up, and a server asked meanwhile would seem not to answer.
	const parts = [
		{
			heading: '程序与系统',
			lines: [
				...(await looked('程序', programLines)),
				...(await looked('操作系统', machineLines)),
				// The time a damaged ledger remembers cannot be asked; the clock can.
				...(pasts.some(({ found }) => found.startsWith('不能检查'))
					? await looked('系统时钟', () => clockLines(built(), now.getTime()))
					: pasts)
			]
		},
		{
			heading: '设置与服务',
			lines: [
				...(await looked('设置', () => settingLines(faults.filter((fault) => !ofFolder(fault))))),
				...(await looked('服务', () => serviceLine(dir)))
			]
		},
		{ heading: '数据目录', lines: await looked('数据目录', folder) },
		{
			heading: '账本',
			lines: [...(await looked('SQLite', sqliteLine)), ...(await looked('账本', () => ledgerLines(dir, now)))]
		},
		{ heading: '备份', lines: await looked('备份', () => backupLines(dir, now.getTime())) },
		{
			heading: '输出',
			lines: [
				...(await looked('图片字体', () => fontLine())),
				...(await looked('工作簿', () => workbookLine())),
				...(await looked('文档打印', () => browserLine()))
			]
		}
	];
	return { at: now.toISOString(), version: productVersion(), parts };
}

/** How many lines came to a verdict. */
export const countOf = ({ parts }: Examined, verdict: Verdict): number =>
	parts.flatMap(({ lines }) => lines).filter((line) => line.verdict === verdict).length;

/** Filled up to a width counted in Chinese characters; a Latin letter is half of one. */
function padded(text: string, width: number): string {
	const halves = [...text].reduce((sum, character) => sum + (character <= '~' ? 1 : 2), 0);
	const missing = Math.max(2, 2 * width - halves);
	return text + ' '.repeat(missing % 2) + '　'.repeat(Math.floor(missing / 2));
}

/** The page as people read it and send it on. */
export function pageOf(examined: Examined): string[] {
	const [bad, odd] = [countOf(examined, 'wrong'), countOf(examined, 'note')];
	return [
		`科创金融监测平台　系统检查单　${exactMoment(examined.at)}（北京时间）　版本 ${examined.version}`,
		`结论：${bad ? `有误 ${bad} 项，请按各行“办法”处理` : '没有发现错误'}${odd ? `；注意 ${odd} 项` : ''}`,
		...examined.parts.flatMap(({ heading, lines }) => [
			'',
			`【${heading}】`,
			...lines.flatMap(({ verdict, what, found, remedy }) => [
				`${verdictLabels[verdict]}　${padded(what, 7)}${found}`,
				...(remedy ? [`　　　办法：${remedy}`] : [])
			])
		]),
		'',
		'本页不含业务数据、口令、密钥和人员姓名，可以发给技术支持。'
	];
}
