import { describe, expect, it } from 'vitest';
import { findingsOf } from '#lib/server/intake/findings.ts';
import { originalFile } from '#lib/server/intake/submit-view.ts';
import { submitFile } from '#lib/server/intake/submit.ts';
import roster from '#datasets/roster.ts';
import { factsOf } from '#lib/server/ledger/facts.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { holds } from '../fixtures/invariants.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { readBytes, textsOf } from '../fixtures/read-bytes.ts';
import { work } from '../fixtures/work.ts';
import { csv, exampleRow, office } from '../integration/filer.ts';

// Protects names and figures in text files: read as written, or refused at the very byte, never guessed.
const labels = Object.values(loanForm.columns).map((column) => column.label);
const head = `${labels.join(',')}\n`;
const read = (bytes: Buffer | string) => readBytes(Buffer.from(bytes as string), 'a.csv', loanForm);
const said = async (bytes: Buffer | string) =>
	(await read(bytes)).file.problems.map(({ message }) => message).join('；');

/** Chinese in GB18030, made by iconv: 联通公司 (whose first word is the oldest trap there is), and 㐂 in four bytes. */
const unicom = Buffer.from('c1aacda8b9abcbbe', 'hex');
const fourBytes = Buffer.from('8139ef31', 'hex');
/** The header of the form in GB18030. */
const gbHead = Buffer.from(
	'vei+3bHgwusszbPSu8nnu+HQxdPDtPrC6yzG89K1uebEoyy0+7/ut6K3xcjVxtostPu/7tPgtu4swPvCysuuxr0stNPStcjL1LEsyse38cnPytAstPu/7tPDzb4NCg==',
	'base64'
);

describe('A11: encodings', () => {
	const row = (purpose: Buffer) =>
		Buffer.concat([gbHead, Buffer.from('J1,,,,,,,,'), purpose, Buffer.from('\n')]);
	it('of Chinese before UTF-8 are read, the trap included', async () => {
		for (const [bytes, text] of [
			[unicom, '联通公司'],
			[fourBytes, '㐂']
		] as const) {
			const { file, rows } = await read(row(bytes));
			expect([file.problems, textsOf(rows[0])[8]]).toEqual([[], text]);
		}
	});
	it('with and without a mark give the same rows', async () => {
		const text = `${head}J1,91110108MA0000015T,CS01,2026-09-30,1.00,3.85,12,1,研发㐂\n`;
		const wide = Buffer.from(text, 'utf16le');
		const all = [
			text,
			`\ufeff${text}`,
			Buffer.from(`\ufeff${text}`, 'utf16le'),
			Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
			wide,
			Buffer.from(wide).swap16()
		];
		const rows = await Promise.all(all.map(async (one) => (await read(one)).rows));
		for (const one of rows) expect(one).toEqual(rows[0]);
		expect(textsOf(rows[0]![0])[8]).toBe('研发㐂');
	});
	it('that change half-way are refused at the line and the byte', async () => {
		const good = Buffer.from(`${head}J1,,,,,,,,研发\n`);
		const bad = Buffer.concat([good, Buffer.from('J2,,,,,,,,'), Buffer.from('ff', 'hex'), Buffer.from('\n')]);
		const { file } = await read(bad);
		expect(file.problems).toMatchObject([
			{ line: 3, where: '第3行', message: `第 3 行有无法识别的字符（文件第 ${good.length + 11} 个字节处）` }
		]);
		expect(file.problems[0]!.remedy).toContain('CSV UTF-8');
	});
	it('cut within a character are refused, not repaired', async () => {
		expect(await said(Buffer.from(`${head}J1,,,,,,,,研`).subarray(0, -1))).toMatch(/第 2 行有无法识别的字符/);
		expect(await said(Buffer.concat([row(unicom).subarray(0, -2)]))).toMatch(/无法识别|列|引号|^$/);
	});
	it('that can be told neither way are asked about', async () => {
		// C4 A3 is ģ in UTF-8 and 模 in GB18030: under an English header nothing else tells.
		const english = Object.keys(loanForm.columns).join(',');
		const doubtful = Buffer.concat([
			Buffer.from(`${english}\nJ1,,,,,,,,`),
			Buffer.from('c4a3', 'hex'),
			Buffer.from('\n')
		]);
		expect(await said(doubtful)).toMatch(/编码无法确定/);
		expect(await said(Buffer.concat([Buffer.from('\ufeff'), doubtful]))).toBe('');
		expect(await said(`${english}\nJ1,,,,,,,,阿里·巴巴\n`)).toBe('');
	});
	it('without a character that the header knows are never taken for garbage of another', async () => {
		expect(await said(Buffer.from([...Buffer.from(head)].map((byte) => byte ^ 1)))).toMatch(
			/没有找到|无法识别|控制字符/
		);
	});
});

describe('A12: structure', () => {
	it.each([
		['one field of ten million characters', `${head}J1,${'a'.repeat(10 << 20)}\n`, /第 2 行有一个字段过长/],
		['the same in quotes', `${head}J1,"${'a'.repeat(10 << 20)}"\n`, /第 2 行有一个字段过长/],
		['ten million quotes', `${head}J1,"${'""'.repeat(5 << 20)}`, /第 2 行有一个字段过长/],
		[
			'a line of a million commas',
			`${head}J1${','.repeat(900_000)}x\n`,
			/第 2 行有 900001 列，表头只有 9 列/
		],
		['text behind a quote', `${head}J1,"a"b,\n`, /第 2 行的双引号后面还有文字/],
		['an open quote', `${head}J1,"a\nJ2,b\n`, /第 2 行的双引号没有闭合/],
		['a NUL', `${head}J\0,\n`, /第 2 行含有不可见的控制字符 U\+0000/],
		['a vertical tab', `${head}J1\nJ\u000b,\n`, /第 3 行含有不可见的控制字符 U\+000B/]
	])('%s: said with its line, at once and in little memory', async (_, text, message) => {
		const bytes = Buffer.from(text);
		const [begun, before] = [process.cpuUsage(), process.memoryUsage().rss];
		const { file } = await read(bytes);
		expect(work(begun)).toBeLessThan(2);
		expect(process.memoryUsage().rss - before).toBeLessThan(128 << 20);
		expect(file.problems.map((one) => one.message).join()).toMatch(message);
		expect(file.problems.every(({ remedy, where }) => remedy && where)).toBe(true);
	});
	it('of many misshapen lines is said a thousand times at most', async () => {
		const { file } = await read(head + 'J1,a,b,c,d,e,f,g,h,i,j\n'.repeat(5000));
		const lines = file.problems.filter(({ message }) => message.endsWith('表头只有 9 列'));
		expect(lines).toHaveLength(1000);
		// Besides: two columns without a name, and the reason why reading stopped.
		expect(file.problems.filter((one) => !lines.includes(one)).map(({ message }) => message)).toEqual([
			'J 列有内容，但没有列名',
			'K 列有内容，但没有列名',
			'列数不符的行超过 1000 行'
		]);
	});
	it('of short lines is read: what is missing at the end is empty', async () => {
		const { file, rows } = await read(`${head}J1\nJ2,x\r\nJ3\r`);
		expect([file.problems, rows.map((row) => textsOf(row)[0])]).toEqual([[], ['J1', 'J2', 'J3']]);
	});
});

describe('A13: what cannot be seen in a name', () => {
	const submit = async (name: string) => {
		const at = office();
		const content = csv(roster, [{ ...exampleRow(roster), name }]);
		const done = await submitFile(at.ledger, consoleAsker, {
			dataset: 'roster',
			institution: 'kw',
			period: '2026Q3',
			fileName: 'a.csv',
			content
		});
		const { findings } = findingsOf(at.ledger, consoleAsker, done.submission);
		const kept = factsOf(at.ledger, roster, done.submission)[0]?.row.name;
		const same = originalFile(at.ledger, consoleAsker, done.submission).content.equals(content);
		holds(at.ledger, { receipts: [done.receipt] });
		at.close();
		return { checks: findings.map(({ check }) => check), kept, same };
	};
	it.each([
		['a direction turned round', '北京\u202e司公技科\u202c'],
		['an isolate', '北京\u2066公司\u2069'],
		['a mark to the right', '北京\u200f公司'],
		['an Arabic mark', '北京\u061c公司'],
		['a C1 control', '北京\u0085公司']
	])('%s is refused, and the file is kept as filed', async (_, name) => {
		expect(await submit(name)).toEqual({ checks: ['S12'], kept: undefined, same: true });
	});
	it.each([
		['a zero-width space', '北京\u200b示例公司', '北京示例公司'],
		['a byte order mark', '\ufeff北京示例公司', '北京示例公司'],
		['a soft hyphen', '北京\u00ad示例公司', '北京示例公司'],
		['blanks of any width around', '\u00a0\u3000北京示例公司\u2003', '北京示例公司'],
		['full-width brackets', '北京（示例）公司', '北京（示例）公司']
	])('%s is tidied, and the file is kept as filed', async (_, name, kept) => {
		expect(await submit(name)).toMatchObject({ kept, same: true });
	});
});
