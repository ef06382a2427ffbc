/** Reads dates in whatever time zone this process runs in, from cells and from a whole workbook, and says what they are. */
import { date, period } from '#datasets/define.ts';
import { readValue, type RawCell } from '#datasets/read.ts';
import { loanBook } from '../fixtures/hostile-book.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { readBytes } from '../fixtures/read-bytes.ts';
import { rowOf } from '../fixtures/book-of.ts';

const cells = JSON.parse(process.argv[2]!) as readonly (RawCell & { readonly as: 'date' | 'period' })[];
const columns = { date: date('日期'), period: period('时期') };
const read = cells.map((cell) => {
	const found = readValue(columns[cell.as], cell);
	return 'check' in found ? found.check : found.value;
});
const book = loanBook({
	rows: rowOf(2, '<c r="A2" t="str"><v>J</v></c><c r="D2" s="1"><v>46295</v></c>'),
	styles: { xfs: '<xf numFmtId="0"/><xf numFmtId="14"/>' }
});
const { rows } = await readBytes(book, 'a.xlsx', loanForm);
const inBook = readValue(loanForm.columns.grantedOn, rows[0]!.cells[3] ?? null);
console.log(JSON.stringify([...read, 'value' in inBook ? inBook.value : inBook.check, process.env.TZ]));
