import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import allLoan from '#datasets/all-loan.ts';
import roster from '#datasets/roster.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import { check, giveBack, receive, sign, submitFile, withdraw } from '#lib/server/intake/submit.ts';
import { difference } from '#lib/server/intake/versions.ts';
import { ensureFilings, filingsOf } from '#lib/server/ledger/filings.ts';
import { submissionsInForce, versionOf } from '#lib/server/ledger/in-force.ts';
import { trailOf } from '#lib/server/ledger/trail.ts';
import { verifyTrail } from '#lib/server/ledger/trail-verify.ts';
import { csv, exampleRow, office, usccOf, type Office } from './filer.ts';

const clock = { now: '' };
let at: Office;
beforeEach(() => {
	clock.now = '2026-10-12T01:00:00Z';
	at = office(clock);
});
afterEach(() => at.close());

const loans = (balance: string) => csv(allLoan, [{ ...exampleRow(allLoan), balance }]);
const given = { dataset: 'all-loan', institution: 'BKA', period: '2026-09', fileName: '各项贷款.csv' };
const ready = async (balance: string): Promise<number> => {
	const { submission } = await receive(at.ledger, at.maker, {
		...given,
		source: loans(balance),
		check: 'mine'
	});
	expect((await check(at.ledger, submission)).state).toBe('ready');
	return submission;
};
const inForce = (asOf?: string) =>
	submissionsInForce(at.ledger, 'all-loan', { period: '2026-09', ...(asOf && { asOf }) }).map(({ id }) => id);
const filing = () =>
	filingsOf(at.ledger, at.analyst, { dataset: 'all-loan', institution: 'BKA', period: '2026-09' })[0]!;

describe('signing', () => {
	test('takes a second person of the same institution', async () => {
		const id = await ready('100.00');
		expect(() => sign(at.ledger, at.maker, id)).toThrow('另一位');
		expect(() => sign(at.ledger, at.stranger, id)).toThrow('没有找到');
		expect(() => sign(at.ledger, at.analyst, id)).toThrow('没有找到');
		expect(inForce()).toEqual([]);
		sign(at.ledger, at.checker, id);
		expect(inForce()).toEqual([id]);
		expect(submissionOf(at.ledger, at.maker, id)).toMatchObject({
			state: 'accepted',
			inForce: true,
			signedBy: { name: 'checker' },
			uploadedBy: { name: 'maker' }
		});
	});

	test('twice has one effect', async () => {
		const id = await ready('100.00');
		sign(at.ledger, at.checker, id);
		expect(() => sign(at.ledger, at.checker, id)).toThrow('不能签署');
		expect(versionOf(at.ledger, '2026-09')).toBe(1);
		expect(
			trailOf(at.ledger, `submission:${id}`).filter(({ action }) => action === 'submission.accept')
		).toHaveLength(1);
	});

	test('rolls up the month in the same transaction', async () => {
		const id = await ready('100.00');
		sign(at.ledger, at.checker, id);
		const states = at.ledger.db
			.prepare('select dirtySince from cell_state where period = ?')
			.pluck()
			.all('2026-09');
		expect(states.filter((dirty) => dirty !== null)).toEqual([]);
	});
});

describe('a later version', () => {
	test('B2: replaces its predecessor only when it is signed; both can be known as of their day', async () => {
		const first = await ready('100.00');
		sign(at.ledger, at.checker, first);
		clock.now = '2026-10-20T01:00:00Z';
		const second = await ready('120.00');
		expect(inForce()).toEqual([first]);
		clock.now = '2026-10-21T01:00:00Z';
		sign(at.ledger, at.checker, second);
		expect(inForce()).toEqual([second]);
		expect([
			inForce('2026-10-11'),
			inForce('2026-10-12'),
			inForce('2026-10-20'),
			inForce('2026-10-21')
		]).toEqual([[], [first], [first], [second]]);
		expect(submissionOf(at.ledger, at.maker, first).state).toBe('superseded');
		expect(versionOf(at.ledger, '2026-09')).toBe(2);
	});

	test('ends the older ones that were still waiting; an older one cannot come after', async () => {
		const [first, second] = [await ready('100.00'), await ready('120.00')];
		sign(at.ledger, at.checker, second);
		expect(() => sign(at.ledger, at.checker, first)).toThrow();
		expect(submissionOf(at.ledger, at.maker, first).state).toBe('superseded');
	});

	test('B16: signed after the clock went back still follows its predecessor', async () => {
		sign(at.ledger, at.checker, await ready('100.00'));
		clock.now = '2026-10-12T00:00:00Z';
		const second = await ready('120.00');
		sign(at.ledger, at.checker, second);
		const spans = at.ledger.db.prepare('select acceptedAt, endedAt from submission order by id').all() as {
			acceptedAt: string;
			endedAt: string | null;
		}[];
		expect(spans[0]!.endedAt).toBe(spans[1]!.acceptedAt);
		expect(spans[0]!.endedAt! > spans[0]!.acceptedAt).toBe(true);
	});

	test('differs from the earlier one by key, column by column', async () => {
		const of = (...rows: Record<string, unknown>[]) =>
			csv(
				roster,
				rows.map((row) => ({ ...exampleRow(roster), ...row }))
			);
		const hand = (content: Buffer) =>
			submitFile(at.ledger, consoleAsker, {
				dataset: 'roster',
				institution: 'kw',
				period: '2026Q3',
				content,
				fileName: 'r.csv',
				explain: '名录已与主管部门核对一致',
				accept: true
			});
		const before = await hand(of({}, { uscc: usccOf(11) }, { uscc: usccOf(12) }));
		const after = await hand(of({ uscc: usccOf(13) }, { uscc: usccOf(11), district: '110105' }, {}));
		const { counts, rows } = difference(at.ledger, at.analyst, before.submission, after.submission);
		expect(counts).toEqual({ added: 1, removed: 1, changed: 1, same: 1 });
		expect(rows).toMatchObject([
			{
				kind: 'changed',
				before: 3,
				after: 3,
				columns: [{ column: 'district', before: '110108 海淀区', after: '110105 朝阳区' }]
			},
			{ kind: 'added', after: 2, key: { uscc: usccOf(13) } },
			{ kind: 'removed', before: 4, key: { uscc: usccOf(12) } }
		]);
		expect(() => difference(at.ledger, at.maker, before.submission, after.submission)).toThrow('没有找到');
	});
});

describe('returning and taking back', () => {
	test('a returned version stays in force with its new due date until its successor is signed', async () => {
		const id = await ready('100.00');
		sign(at.ledger, at.checker, id);
		expect(() =>
			giveBack(at.ledger, at.checker, id, { reason: '余额与大集中不符', dueOn: '2026-10-25' })
		).toThrow('没有找到');
		giveBack(at.ledger, at.analyst, id, { reason: '余额与大集中不符', dueOn: '2026-10-25' });
		expect(inForce()).toEqual([id]);
		expect(filing()).toMatchObject({
			returnedReason: '余额与大集中不符',
			dueOn: '2026-10-25',
			overdue: false
		});
		clock.now = '2026-10-26T01:00:00Z';
		expect(filing().overdue).toBe(true);
		const next = await ready('120.00');
		sign(at.ledger, at.checker, next);
		expect(inForce()).toEqual([next]);
		expect(filing()).toMatchObject({ returnedReason: null, late: true });
	});

	test('a version not yet accepted can be taken back, and its file handed in again', async () => {
		const id = await ready('100.00');
		expect(() => withdraw(at.ledger, at.stranger, id)).toThrow('没有找到');
		withdraw(at.ledger, at.maker, id);
		expect(at.ledger.db.prepare('select count(*) from fact_all_loan').pluck().get()).toBe(0);
		const again = await ready('100.00');
		sign(at.ledger, at.checker, again);
		expect(() => withdraw(at.ledger, at.maker, again)).toThrow('不能撤回');
	});
});

describe('additions to a register', () => {
	test('count beside what is in force; a complete file replaces them all', async () => {
		const hand = (n: number, mode: 'complete' | 'additions') =>
			submitFile(at.ledger, consoleAsker, {
				dataset: 'roster',
				institution: 'kw',
				period: '2026Q3',
				fileName: `${n}.csv`,
				mode,
				content: csv(roster, [{ ...exampleRow(roster), uscc: usccOf(n) }]),
				explain: '名录已与主管部门核对一致',
				accept: true
			});
		const modes = () => submissionsInForce(at.ledger, 'roster', { upTo: '2026-09' }).map(({ mode }) => mode);
		await hand(1, 'complete');
		await hand(2, 'additions');
		await hand(3, 'additions');
		expect(modes()).toEqual(['complete', 'additions', 'additions']);
		await hand(4, 'complete');
		expect(modes()).toEqual(['complete']);
	});
});

describe('what is owed', () => {
	test('is entered once for each filer, due by the working calendar', () => {
		ensureFilings(at.ledger, '2026-09');
		ensureFilings(at.ledger, '2026-09');
		const owed = filingsOf(at.ledger, at.analyst, { dataset: 'all-loan' });
		expect(owed.map(({ institution }) => institution)).toEqual(['BKA', 'BKB']);
		// October 2026: the 1st to 7th are holidays, Saturday the 10th is worked; the tenth working day is the 20th.
		// 8 9 10 12 13 14 15 16 19 20.
		expect(owed[0]!.dueOn).toBe('2026-10-20');
		// The quarter's roster is due on its 15th working day: 21 22 23 26 27.
		expect(filingsOf(at.ledger, at.analyst, { dataset: 'roster', period: '2026Q3' })[0]!.dueOn).toBe(
			'2026-10-27'
		);
	});

	test('an institution sees its own only', () => {
		ensureFilings(at.ledger, '2026-09');
		const seen = new Set(filingsOf(at.ledger, at.maker, {}).map(({ institution }) => institution));
		expect([...seen]).toEqual(['BKA']);
		expect(filingsOf(at.ledger, at.maker, { institution: 'BKB' })).toEqual([]);
		expect(filingsOf(at.ledger, { ...at.analyst, role: 'system' }, {})).toEqual([]);
	});
});

test('every step leaves an entry in the trail, and the chain holds', async () => {
	const id = await ready('100.00');
	sign(at.ledger, at.checker, id);
	expect(trailOf(at.ledger, `submission:${id}`).map(({ action, user }) => [action, user])).toEqual([
		['submission.accept', at.checker.user],
		['submission.check', null],
		['submission.receive', at.maker.user]
	]);
	expect(verifyTrail(at.ledger).broken).toBeNull();
});
