import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { check, explain, receive, sign } from '#lib/server/intake/submit.ts';
import { recover } from '#lib/server/jobs/recover.ts';
import { openLedger } from '#lib/server/ledger/open.ts';
import { csv, exampleRow, usccOf } from './filer.ts';

/** Files versions of one bank's loans for ever, saying on stdout what it was promised, until it is killed. */
const [dir, round] = process.argv.slice(2);
const ledger = openLedger(dir!);
const say = (kind: string, id: number) => process.stdout.write(`${kind} ${id}\n`);
recover(ledger);
say('start', 0);
const example = { ...exampleRow(corpLoanStock), institutionCode: usccOf(1) };
for (let version = 1; ; version += 1) {
	const rows = Array.from({ length: 400 }, (_, i) => ({
		...example,
		loanNo: `L${i}`,
		contractNo: `C${i}`,
		borrower: usccOf(100 + (i % 90)),
		balance: `${1000 + version}.00`,
		balanceCny: `${1000 + version}.00`,
		purpose: `第${round}轮`
	}));
	const { submission } = await receive(ledger, consoleAsker, {
		dataset: 'corp-loan-stock',
		institution: 'BKA',
		period: '2026-09',
		fileName: `v${version}.csv`,
		source: csv(corpLoanStock, rows),
		check: 'mine'
	});
	say('received', submission);
	let { state } = await check(ledger, submission);
	if (state === 'explaining')
		({ state } = explain(ledger, consoleAsker, submission, { all: true }, '本期数据已逐笔核对属实'));
	if (state !== 'ready') throw new Error(`not ready: ${state}`);
	sign(ledger, consoleAsker, submission, { rebuild: 'now' });
	say('accepted', submission);
}
