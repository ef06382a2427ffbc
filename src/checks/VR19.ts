import allLoan from '#datasets/all-loan.ts';
import { defineFileCheck, type Failing } from './define.ts';

export default defineFileCheck(allLoan, {
	id: 'VR19',
	severity: 'validity',
	from: '2022-10',
	message: '其中项不得大于总项',
	remedy: '请核对：各项贷款不小于其中各项，本外币不小于人民币',
	basis: '报表说明，本平台',
	*find(rows) {
		const balance = new Map(rows.map(({ row }) => [`${row.currency} ${row.segment}`, row.balance!]));
		for (const { row, line } of rows) {
			const wider = [`${row.currency} ALL`, `ALL ${row.segment}`].some(
				(key) => (balance.get(key) ?? Infinity) < row.balance!
			);
			if (wider)
				yield { line, at: ['balance', 'currency', 'segment'] } satisfies Failing<
					'balance' | 'currency' | 'segment'
				>;
		}
	},
	examples: {
		pass: [
			{
				rows: [
					{ currency: 'ALL', segment: 'ALL', balance: 100 },
					{ currency: 'CNY', segment: 'ALL', balance: 90 },
					{ currency: 'ALL', segment: 'CORPORATE', balance: 80 }
				]
			}
		],
		fail: [
			{
				rows: [
					{ currency: 'ALL', segment: 'ALL', balance: 100 },
					{ currency: 'CNY', segment: 'ALL', balance: 101 }
				]
			},
			{
				rows: [
					{ currency: 'CNY', segment: 'ALL', balance: 100 },
					{ currency: 'CNY', segment: 'CORPORATE', balance: 101 }
				]
			}
		]
	}
});
