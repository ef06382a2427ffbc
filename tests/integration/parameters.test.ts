import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definitionBreaks, recordBreak } from '#lib/server/ledger/breaks.ts';
import { ownLines, parametersOf, setParameter } from '#lib/server/ledger/parameters.ts';
import { parametersPage } from '#lib/server/pages/parameters.ts';
import { fromDecimal } from '#core/rational.ts';
import { office, type Office } from './filer.ts';

let at: Office;
beforeEach(() => (at = office()));
afterEach(() => at.close());

// Protects history: a new value holds from its day on, and every earlier day keeps the value it had.
describe('a dated value', () => {
	it('holds from its day until the next, and not before', () => {
		setParameter(at.ledger, at.analyst, { id: 'midRate', key: 'USD', from: '2026-08-31', value: '7.1027' });
		setParameter(at.ledger, at.analyst, { id: 'midRate', key: 'USD', from: '2026-09-30', value: '7.0983' });
		const look = parametersOf(at.ledger);
		expect(look('midRate', '2026-08-30', 'USD')).toBeNull();
		expect(look('midRate', '2026-09-29', 'USD')).toEqual(fromDecimal('7.1027'));
		expect(look('midRate', '2026-09-30', 'USD')).toEqual(fromDecimal('7.0983'));
		expect(look('midRate', '2026-09-30', 'EUR')).toBeNull();
		const page = parametersPage(at.ledger, at.analyst).parameters.find(({ id }) => id === 'midRate')!;
		expect(page.now).toEqual([{ key: '美元', value: 7.0983 }]);
		expect(page.lines.map(({ from, own }) => [from, own])).toEqual([
			['2026-09-30', true],
			['2026-08-31', true]
		]);
	});

	it.each([
		[{ id: 'nothing', from: '2026-09-30', value: '1' }, '没有参数'],
		[{ id: '__proto__', from: '2026-09-30', value: '1' }, '没有参数'],
		[{ id: 'midRate', from: '2026-09-30', value: '7.1' }, '须指明'],
		[{ id: 'midRate', key: 'XXX', from: '2026-09-30', value: '7.1' }, '须指明'],
		[{ id: 'keyAreaShare', key: 'USD', from: '2026-09-30', value: '0.5' }, '只有一个值'],
		[{ id: 'keyAreaShare', from: '2026-02-30', value: '0.5' }, '生效日期'],
		[{ id: 'keyAreaShare', from: '2026-09-30', until: '2026-09-01', value: '0.5' }, '早于'],
		[{ id: 'keyAreaShare', from: '2026-09-30', value: '50%' }, '不带千分位'],
		[{ id: 'keyAreaShare', from: '2026-09-30', value: '50' }, '不得大于 1'],
		[{ id: 'keyAreaGreenCounts', from: '2026-09-30', value: '2' }, '是'],
		[{ id: 'policyQuota', key: 'TECH', from: '2026-09-30', value: '-1' }, '不带千分位'],
		[{ id: 'policyQuota', key: 'TECH', from: '2026-09-30', value: '1,000' }, '不带千分位'],
		[{ id: 'policyQuota', key: 'TECH', from: '2026-09-30', value: '1e999' }, '不带千分位']
	])('%j is refused: %s', (line, why) => {
		expect(() => setParameter(at.ledger, at.analyst, line)).toThrow(why);
		expect(ownLines(at.ledger)).toEqual([]);
	});

	it('is entered by analysts and the console only', () => {
		const line = { id: 'keyAreaShare', from: '2027-01-01', value: '0.55' };
		for (const role of ['leader', 'unit', 'institution', 'system', 'security', 'audit'] as const) {
			expect(() => setParameter(at.ledger, { ...at.analyst, role }, line)).toThrow('没有找到');
			expect(() => parametersPage(at.ledger, { ...at.analyst, role })).toThrow('没有找到');
			expect(() =>
				recordBreak(
					at.ledger,
					{ ...at.analyst, role },
					{ dataset: 'roster', from: '2026-01', note: '口径调整' }
				)
			).toThrow('没有找到');
		}
		expect(definitionBreaks(at.ledger)).toEqual([]);
	});
});
