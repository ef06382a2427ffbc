import { beforeEach, describe, expect, it } from 'vitest';
import { KeptAnswers } from '#lib/server/readers/kept.ts';

// Protects two promises that pull apart: who asks sees what is true now, and a crowd on the last evening is not made to
// wait until every page has been worked out anew for every signature.
let clock: number;
let kept: KeptAnswers;
/** What was asked of the readers, to be answered by the test. */
let asked: { settle: (value: string) => void; fail: (cause: Error) => void }[];
beforeEach(() => {
	clock = 0;
	kept = new KeptAnswers({ most: 2, oldest: 1000, now: () => clock });
	asked = [];
});
const ask = (state: string, crowd = false, question = 'cockpit'): Promise<string> =>
	kept.answer(question, state, () => new Promise((settle, fail) => asked.push({ settle, fail })), crowd);
const told = async (answer: Promise<string>): Promise<string> =>
	Promise.race([answer, new Promise<string>((later) => setTimeout(later, 5, 'waits'))]);
const known = async (state: string, value: string, question = 'cockpit'): Promise<void> => {
	const first = ask(state, false, question);
	asked.at(-1)!.settle(value);
	await first;
};

describe('an answer', () => {
	it('is worked out once for everybody who asks in one state', async () => {
		const [one, other] = [ask('1'), ask('1')];
		asked[0]!.settle('a');
		expect([await one, await other, await ask('1')]).toEqual(['a', 'a', 'a']);
		expect(asked).toHaveLength(1);
	});

	it('is waited for anew as soon as the state has changed, even one that is on its way', async () => {
		await known('1', 'a');
		const second = ask('2');
		const third = ask('3');
		expect(asked).toHaveLength(3);
		expect(await told(third)).toBe('waits');
		asked[2]!.settle('c');
		expect(await third).toBe('c');
		// What comes in later of an earlier state takes nobody's place.
		asked[1]!.settle('b');
		expect(await second).toBe('b');
		expect(await ask('3')).toBe('c');
	});

	it('of a short while ago is given in a crowd, while it is asked anew once', async () => {
		await known('1', 'a');
		expect(await ask('2', true)).toBe('a');
		expect(await ask('3', true)).toBe('a');
		expect(asked).toHaveLength(2);
		asked[1]!.settle('b');
		await told(ask('3', true));
		expect(await ask('2', true)).toBe('b');
	});

	it('is asked anew one question at a time where nobody waits for it', async () => {
		await known('1', 'a', 'loans');
		await known('1', 'b', 'bonds');
		expect(await ask('2', true, 'loans')).toBe('a');
		expect(await ask('2', true, 'bonds')).toBe('b');
		expect(asked).toHaveLength(3);
		asked[2]!.settle('c');
		await told(ask('2', true, 'loans'));
		expect(await ask('2', true, 'bonds')).toBe('b');
		expect(asked).toHaveLength(4);
	});

	it('is never older than that, crowd or not', async () => {
		await known('1', 'a');
		expect(await ask('2', true)).toBe('a');
		clock = 999;
		expect(await ask('2', true)).toBe('a');
		clock = 1000;
		const waiting = ask('2', true);
		expect(await told(waiting)).toBe('waits');
		asked[1]!.settle('b');
		expect(await waiting).toBe('b');
	});

	it('that fails is not kept, and leaves what there was', async () => {
		const first = ask('1');
		asked[0]!.fail(new Error('busy'));
		await expect(first).rejects.toThrow('busy');
		expect(kept.size).toBe(0);
		await known('1', 'a');
		expect(await ask('2', true)).toBe('a');
		asked[2]!.fail(new Error('busy'));
		await told(new Promise<string>(() => {}));
		expect(await told(ask('2', true))).toBe('a');
		expect(asked).toHaveLength(4);
	});

	it('makes room for what is asked now', async () => {
		await known('1', 'a', 'loans');
		await known('1', 'b', 'bonds');
		await ask('1', false, 'loans');
		await known('1', 'c', 'clauses');
		expect(kept.size).toBe(2);
		expect(await ask('1', false, 'loans')).toBe('a');
		expect(await told(ask('1', false, 'bonds'))).toBe('waits');
	});
});
