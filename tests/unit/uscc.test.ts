import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOrganisationCode, isUscc, usccCheck, usccFault } from '#core/uscc.ts';

// Protects the enterprise key: one wrong character in a credit code must never pass.
const samples = [
	'91350100M000100Y43', // the sample printed in GB 32100-2015
	'91110108MA0000015T',
	'91110112MA00ABCD4X',
	'91110115MA0BJ2K97F',
	'91110106MA0XY7W3XY',
	'91110102MA0123453G'
];
const charset = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];

describe('unified social credit codes', () => {
	it('accept the standard’s sample and other valid codes', () => {
		expect(samples.filter(isUscc)).toEqual(samples);
	});

	it('refuse every change of one character', () => {
		for (const sample of samples) {
			for (let at = 0; at < 18; at += 1) {
				for (const char of charset.filter((one) => one !== sample[at])) {
					expect(isUscc(sample.slice(0, at) + char + sample.slice(at + 1))).toBe(false);
				}
			}
		}
	});

	it('refuse letters outside the charset, other lengths and lower case', () => {
		expect(['I', 'O', 'S', 'V', 'Z'].map((char) => isUscc(`9111010${char}MA0000015T`))).not.toContain(true);
		expect(isUscc('91110108MA0000015')).toBe(false);
		expect(isUscc('91110108MA0000015T0')).toBe(false);
		expect(isUscc('91110108ma0000015t')).toBe(false);
	});

	it('always accept the check they give', () => {
		const first17 = fc
			.array(fc.constantFrom(...charset), { minLength: 17, maxLength: 17 })
			.map((c) => c.join(''));
		fc.assert(fc.property(first17, (text) => isUscc(text + usccCheck(text))));
	});

	it('say what is wrong', () => {
		expect(usccFault('91110108MA0000015')?.message).toContain('17 位');
		expect(usccFault('9111O108MA0000015T')?.remedy).toContain('混淆');
		expect(usccFault('91110108MA0000016T')?.message).toContain('校验位');
		expect(usccFault('91110108MA0000015T')).toBeNull();
	});
});

describe('organisation codes', () => {
	// GB 11714 by hand for MA0XY7W3X, the middle of 91110106MA0XY7W3XY: M22·3 + A10·7 + 0·9 + X33·10 + Y34·5 + 7·8
	// + W32·4 + 3·2 = 66+70+0+330+170+56+128+6 = 826; 826 mod 11 = 1; 11 − 1 = 10 → X.
	it('hold the check of GB 11714', () => {
		expect(isOrganisationCode('MA0XY7W3X')).toBe(true);
		expect(isOrganisationCode('MA0XY7W3-X')).toBe(false);
		expect(isOrganisationCode('MA0XY7W31')).toBe(false);
	});
});
