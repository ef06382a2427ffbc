import { describe, expect, it } from 'vitest';
import { markUp } from '#lib/server/intake/mark-up.ts';
import { rowOf } from '../fixtures/book-of.ts';
import { loanBook, loanMembers, loanRow, refused, taken, withMember } from '../fixtures/hostile-book.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { work } from '../fixtures/work.ts';

// Protects the reader from workbooks that define, point at, run or number what no form needs.
const part = (name: string, data: string | Buffer = '<a/>') => loanBook({ extra: [{ name, data }] });

describe('A3: definitions of any kind are refused', () => {
	const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'bcdefghij'[i]} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]>`;
	const kinds = {
		'a thousand million laughs': laughs,
		'a file from outside': '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
		'a page from outside': '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1:1/x.dtd"> %b;]>',
		'a bare DOCTYPE': '<!DOCTYPE html>'
	};
	const parts = ['sheet1', 'xl/workbook.xml', 'workbook.xml.rels', '[Content_Types]', '_rels/.rels'];
	it.each(Object.entries(kinds))('%s, in every part there is', async (_, definition) => {
		for (const name of parts) {
			const { data } = loanMembers().find((one) => one.name.includes(name))!;
			const text = String(data);
			const at = text.startsWith('<?xml') ? text.indexOf('>') + 1 : 0;
			await refused(
				withMember(name, { data: text.slice(0, at) + definition + text.slice(at) }),
				/不允许的 XML 定义/
			);
		}
		for (const name of [
			'xl/comments1.xml',
			'docProps/core.xml',
			'xl/drawings/vmlDrawing1.vml',
			'customXml/item1.xml'
		])
			await refused(part(name, `${definition}<a/>`), /不允许的 XML 定义/);
		await refused(loanBook({ strings: [definition] }), /不允许的 XML 定义/);
		await refused(loanBook({ styles: { xfs: `${definition}<xf/>` } }), /不允许的 XML 定义/);
	});
	it('also in other encodings, where they would not be seen', async () => {
		const text = Buffer.from(`\ufeff${kinds['a bare DOCTYPE']}<a/>`, 'utf16le');
		await refused(part('xl/theme/theme1.xml', text), /不允许的 XML 定义/);
		await refused(part('xl/theme/theme1.xml', Buffer.from(text).swap16()), /不允许的 XML 定义/);
	});
	it('and entities that nobody defined are no text', async () => {
		await refused(loanBook({ rows: rowOf(2, `<c r="A2" t="str"><v>&xxe;</v></c>`) }), /不认识的字符引用/);
		await refused(loanBook({ strings: ['<si><t>&#0;</t></si>'] }), /不认识的字符引用/);
	});
});

describe('A4: a small workbook that speaks of the whole sheet is small', () => {
	const whole = 'A1:XFD1048576';
	const after = (xml: string) => loanBook({ after: xml });
	const book = (xml: string) => loanBook({ workbookExtra: xml });
	const drawing = (anchor: string) =>
		part(
			'xl/drawings/drawing1.xml',
			`<xdr:wsDr xmlns:xdr="x"><xdr:twoCellAnchor><xdr:from>${anchor}</xdr:from></xdr:twoCellAnchor></xdr:wsDr>`
		);
	const bombs: Readonly<Record<string, Buffer>> = {
		'a merge': after(`<mergeCells count="4294967295"><mergeCell ref="${whole}"/></mergeCells>`),
		'a hundred merges': after(`<mergeCells>${`<mergeCell ref="${whole}"/>`.repeat(100)}</mergeCells>`),
		'a validation': after(
			`<dataValidations count="1"><dataValidation type="list" sqref="${whole} ${whole}"><formula1>${whole}</formula1></dataValidation></dataValidations>`
		),
		'conditional formatting': after(
			`<conditionalFormatting sqref="${whole}"><cfRule type="expression" dxfId="4294967295" priority="1"><formula>1</formula></cfRule></conditionalFormatting>`
		),
		'a filter': after(`<autoFilter ref="${whole}"/>`),
		'a link': after(`<hyperlinks><hyperlink ref="${whole}" location="A1"/></hyperlinks>`),
		'columns without end': loanBook({
			before: '<cols><col min="1" max="4294967295" width="9" style="0"/></cols>'
		}),
		'a pane': loanBook({
			before: `<sheetViews><sheetView workbookViewId="0"><pane xSplit="4294967295" topLeftCell="XFD1048576"/></sheetView></sheetViews>`
		}),
		'a dimension': loanBook({ before: `<dimension ref="${whole}"/>` }),
		'a row that spans': loanBook({ rows: loanRow(2).replace('r="2"', 'r="2" spans="1:4294967295"') }),
		'a shared formula': loanBook({
			rows: rowOf(2, `<c r="A2" t="str"><f t="shared" si="4294967295" ref="${whole}">A1</f><v>J1</v></c>`)
		}),
		'a number of a sheet': withMember('xl/workbook.xml', {
			data: String(loanMembers().find(({ name }) => name === 'xl/workbook.xml')!.data).replace(
				'sheetId="1"',
				'sheetId="4294967295"'
			)
		}),
		'a name': book(
			`<definedNames><definedName name="_xlnm.Print_Area" localSheetId="4294967295">存量!$A$1:$XFD$1048576</definedName></definedNames>`
		),
		'a name that names itself': book(
			'<definedNames><definedName name="a">a,a,a,a,a,a,a,a</definedName></definedNames>'
		),
		'an anchor': drawing('<xdr:col>4294967295</xdr:col><xdr:row>4294967295</xdr:row>'),
		'a table': part(
			'xl/tables/table1.xml',
			`<table ref="${whole}"><tableColumns count="4294967295"/></table>`
		),
		'styles that are counted in thousands of millions': loanBook({
			styles: { xfs: '<xf numFmtId="0"/>', formats: '<numFmt numFmtId="4294967" formatCode="0"/>' }
		})
	};
	it.each(Object.entries(bombs))('%s', async (_, bytes) => {
		expect(bytes.length).toBeLessThan(5000);
		await taken(bytes);
	});
	it('and is marked as quickly', async () => {
		const finding = {
			check: 'V01',
			severity: 'validity',
			where: '存量!B2',
			line: 2,
			columns: ['borrower'],
			seen: 'x',
			message: '校验位不符',
			remedy: '请改正'
		} as const;
		const letters = Object.fromEntries(
			Object.keys(loanForm.columns).map((name, i) => [name, 'ABCDEFGHI'[i]!])
		);
		for (const [name, bytes] of Object.entries(bombs)) {
			const begun = process.cpuUsage();
			const marked = await markUp(bytes, 'xlsx', [finding], loanForm, {
				fileName: 'a.xlsx',
				receipt: 'r',
				institution: 'i',
				period: 'p',
				sheet: '存量',
				letters
			});
			expect(work(begun), name).toBeLessThan(1);
			expect(marked.length, name).toBeLessThan(30_000);
		}
	});
});

describe('A6: what runs, fetches or embeds is refused with the reason', () => {
	it.each([
		['xl/vbaProject.bin', /含有宏/],
		['xl/VBAPROJECT.BIN', /含有宏/],
		['xl/macrosheets/sheet1.xml', /含有宏/],
		['xl/externalLinks/externalLink1.xml', /链接到了其他工作簿/],
		['xl/embeddings/oleObject1.bin', /嵌入对象/],
		['xl/embeddings/Microsoft_Excel_Sheet1.xlsx', /嵌入对象/],
		['xl/activeX/activeX1.bin', /嵌入对象或控件/],
		['xl/ctrlProps/ctrlProp1.xml', /嵌入对象或控件/],
		['xl/queryTables/queryTable1.xml', /外部数据连接/],
		['xl/connections.xml', /外部数据连接/]
	])('by name: %s', (name, message) => refused(part(name), message));

	const relation = (type: string, more = '') =>
		part(
			'xl/worksheets/_rels/sheet1.xml.rels',
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="../hidden/item1.xml"${more}/></Relationships>`
		);
	it.each([
		['vbaProject', /含有宏/],
		['xlMacrosheet', /含有宏/],
		['externalLink', /链接到了其他工作簿/],
		['externalLinkPath', /链接到了其他工作簿/],
		['oleObject', /嵌入对象/],
		['package', /嵌入对象/],
		['control', /嵌入对象或控件/],
		['attachedTemplate', /嵌入对象/],
		['queryTable', /外部数据连接/],
		['connections', /外部数据连接/]
	])('by what it is, whatever it is called: %s', (type, message) => refused(relation(type), message));
	it('by what is fetched on opening, while a link to be clicked stays', async () => {
		await refused(relation('image', ' TargetMode="External"'), /外部的图片或文件/);
		await taken(relation('hyperlink', ' TargetMode="External"'));
	});
	it('by its content type: a .xlsm by another name', async () => {
		const types = String(loanMembers().find(({ name }) => name === '[Content_Types].xml')!.data);
		const running = types.replace(
			'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
			'application/vnd.ms-excel.sheet.macroEnabled.main+xml'
		);
		await refused(withMember('Content_Types', { data: running }), /含有宏/);
	});
});
