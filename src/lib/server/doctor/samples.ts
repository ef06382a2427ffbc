import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { createCanvas } from '@napi-rs/canvas';
import ExcelJS from 'exceljs';
import allLoan from '#datasets/all-loan.ts';
import { pictureFont, registerFonts } from '#lib/charts/fonts.ts';
import { readFile } from '#lib/server/intake/read-file.ts';
import { note, well, wrong, type Line } from './line.ts';

/** Work in a folder that is gone afterwards. */
async function aside<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), 'techfin-doctor-'));
	try {
		return await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A character as the picture font draws it: one byte of ink per pixel. */
function inkOf(character: string): Buffer {
	const canvas = createCanvas(48, 48);
	const context = canvas.getContext('2d');
	context.font = `32px "${pictureFont}"`;
	context.fillText(character, 4, 38);
	return Buffer.from(context.getImageData(0, 0, 48, 48).data.filter((_, i) => i % 4 === 3));
}

/** A character no font has: what is drawn for it is the box drawn for every missing one. */
const unassigned = '\u{10FFFD}';

/** Whether the shipped font draws these characters, each as a shape of its own and none as the box for a missing one. */
export function fontLine(characters = '监测报送'): Line {
	registerFonts();
	const drawn = [...characters].map(inkOf);
	const missing = inkOf(unassigned);
	const bad = [...characters].filter(
		(_, i) => drawn[i]!.every((ink) => ink === 0) || drawn[i]!.equals(missing)
	);
	const distinct = new Set(drawn.map((ink) => ink.toString('base64'))).size === drawn.length;
	return bad.length || !distinct
		? wrong('图片字体', `${pictureFont} 画不出汉字`, '字体文件缺失或损坏，请重新解压安装包。')
		: well('图片字体', `随程序自带的 ${pictureFont}，试画汉字无误`);
}

const sample = { currency: 'ALL', segment: 'CORPORATE', balance: '1234567.89' };

/** A workbook as filers send it. */
export async function sampleWorkbook(balance = sample.balance): Promise<Buffer> {
	const book = new ExcelJS.Workbook();
	const sheet = book.addWorksheet('Sheet1');
	const names = Object.keys(sample) as (keyof typeof sample)[];
	sheet.addRow(names.map((name) => allLoan.columns[name].label));
	sheet.addRow(names.map((name) => (name === 'balance' ? balance : sample[name])));
	return Buffer.from(await book.xlsx.writeBuffer());
}

/** A workbook written, read again by the reader of returns, and one of its cells compared. */
export const workbookLine = (bytes?: Buffer): Promise<Line> =>
	aside(async (folder) => {
		const file = join(folder, 'sample.xlsx');
		writeFileSync(file, bytes ?? (await sampleWorkbook()));
		const read = await readFile(file, '样张.xlsx', allLoan);
		const at = Object.keys(allLoan.columns).indexOf('balance');
		const found: (string | undefined)[] = [];
		for await (const { cells } of read.rows) found.push(cells[at]?.text);
		read.close();
		return found.length === 1 && found[0] === sample.balance
			? well('工作簿', '写出一份样张，读回后单元格一致')
			: wrong('工作簿', '样张读回后与写出的不一致', '请重新解压安装包，仍不行的把本页发给技术支持。');
	});

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const onPath = (path: string): string | undefined =>
	browsers
		.flatMap((name) => path.split(delimiter).map((folder) => join(folder, name)))
		.find((file) => existsSync(file));

/** The browser that documents are to be printed with, and a page printed by it. */
export const browserLine = (path = process.env.PATH ?? ''): Promise<Line> =>
	aside((folder) => {
		const browser = onPath(path);
		if (!browser)
			return well(
				'文档打印',
				'未启用：本版本不生成 PDF，也没有找到浏览器；今后需要时由操作系统安装（Debian：apt install chromium）'
			);
		const [page, printed] = [join(folder, 'sample.html'), join(folder, 'sample.pdf')];
		writeFileSync(page, '<!doctype html><meta charset="utf-8"><title>样张</title><p>科创金融监测平台</p>');
		spawnSync(
			browser,
			[
				'--headless',
				'--disable-gpu',
				'--no-first-run',
				'--disable-background-networking',
				`--user-data-dir=${join(folder, 'profile')}`,
				`--print-to-pdf=${printed}`,
				'--no-pdf-header-footer',
				// Chromium refuses to run as root inside its sandbox; the page is our own.
				...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
				pathToFileURL(page).href
			],
			{ stdio: 'ignore', timeout: 30_000, killSignal: 'SIGKILL' }
		);
		return existsSync(printed) && readFileSync(printed).subarray(0, 5).toString() === '%PDF-'
			? well('文档打印', `未启用：本版本不生成 PDF；${browser} 试印样张成功`)
			: note(
					'文档打印',
					`未启用：本版本不生成 PDF；${browser} 试印样张失败`,
					'现在不影响使用；今后需要时请重新安装浏览器。'
				);
	});
