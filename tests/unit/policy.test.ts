import { describe, expect, it } from 'vitest';
import { codeLists } from '#codes/index.ts';
import { units as unitCodes } from '#codes/unit.ts';
import { toNumber } from '#core/rational.ts';
import { clauseOf, clauses } from '#policy/clauses.ts';
import { glossary } from '#policy/glossary.ts';
import {
	parameter,
	parameterLines,
	parameters,
	withParameters,
	type ParameterId
} from '#policy/parameters.ts';
import { legalName, unitName, units } from '#policy/units.ts';

// Protects the words of the notice and the dated numbers everything is judged against.
describe('clauses', () => {
	it('are fifteen, numbered in order, each with text and responsible units', () => {
		expect(clauses.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
		for (const clause of clauses) {
			expect(clause.text).toMatch(/（责任单位：.+）$/);
			expect(clause.units.filter((id) => !unitCodes.at.has(id))).toEqual([]);
		}
	});

	it('name the units the text names, in that order', () => {
		for (const clause of clauses) {
			const named = clause.text.slice(clause.text.lastIndexOf('（责任单位：') + 6, -1);
			expect(clause.units.map((id) => legalName(id).shortName).join('、')).toBe(named);
		}
	});

	it('are whole where a page of the notice ended within a sentence', () => {
		expect(clauseOf(2).text).toContain('为科技创新、“专精特新”中小企业开辟信贷绿色通道');
		expect(clauseOf(4).text).toContain('力争每年发放央行政策性资金的50%以上投向科技创新、先进制造等重点领域');
		expect(clauseOf(7).text).toContain('通过北京市贷款服务中心、科创金融服务中心');
		expect(clauseOf(15).text).toContain('提升企业应对汇率波动能力');
	});

	it('quote their targets from their own text', () => {
		for (const { text, targets } of clauses) {
			for (const target of targets) {
				expect(text).toContain(target.wording);
				if (target.parameter) expect(parameters[target.parameter]).toBeDefined();
			}
		}
	});
});

describe('units', () => {
	it('are the code list of units, and carry their name of each day', () => {
		expect(units.map(({ id }) => id)).toEqual(unitCodes.codes.map(({ code }) => code));
		expect(unitName('pbc', '2022-12-31').shortName).toBe('人行营业管理部');
		expect(units.map(({ id }) => unitName(id, '2026-09-30').shortName)).toEqual(
			unitCodes.codes.map(({ label }) => label)
		);
	});
});

describe('parameters', () => {
	it('are read as of a day', () => {
		expect(toNumber(parameter('keyAreaShare', '2022-09-22')!)).toBe(0.5);
		expect(parameter('keyAreaShare', '2022-09-21')).toBeNull();
		expect(toNumber(parameter('policyRate', '2026-01-18', 'TECH')!)).toBe(1.5);
		expect(toNumber(parameter('policyRate', '2026-01-19', 'TECH')!)).toBe(1.25);
	});

	it('hold no invented exchange rate, but take those of an installation', () => {
		expect(parameterLines.some(({ id }) => id === 'midRate')).toBe(false);
		expect(parameter('midRate', '2026-09-30', 'USD')).toBeNull();
		const own = [{ id: 'midRate', from: '2026-09-01', until: '2026-09-30', key: 'USD', value: '7.1055' }];
		const lookUp = withParameters(own);
		expect(toNumber(lookUp('midRate', '2026-09-30', 'USD')!)).toBe(7.1055);
		expect(lookUp('midRate', '2026-10-01', 'USD')).toBeNull();
		expect(lookUp('midRate', '2026-09-30', 'EUR')).toBeNull();
	});

	it('are all declared', () => {
		const undeclared = parameterLines
			.filter(({ id }) => !(id in parameters))
			.map(({ id }) => id as ParameterId);
		expect(undeclared).toEqual([]);
	});
});

it('explains every term once', () => {
	expect(new Set(glossary.map(({ term }) => term)).size).toBe(glossary.length);
	expect(codeLists.size).toBeGreaterThan(35);
});
