import { describe, expect, it } from 'vitest';
import { codeLists } from '#codes/index.ts';
import { withChildren } from '#codes/define.ts';
import { bondPath, bondSteps } from '#codes/bond-step.ts';
import { districts } from '#codes/district.ts';
import { industries, sectionOf } from '#codes/industry.ts';
import { industrySections } from '#codes/industry-section.ts';
import { labels, rosterScopes } from '#codes/label.ts';
import { policyTools } from '#codes/policy-tool.ts';
import { regions } from '#codes/region.ts';

// Protects the official lists: their size, their trees, and that a label leads to one code.
describe('code lists', () => {
	it('have no label twice, no alias that hides a label, and parents that exist', () => {
		for (const list of codeLists.values()) {
			expect(new Set(list.codes.map(({ label }) => label)).size, list.id).toBe(list.codes.length);
			for (const code of list.codes) {
				expect(list.byLabel.get(code.label)?.code, list.id).toBe(code.code);
				const parents = list === industries ? industrySections.at : list.at;
				if (code.parent) expect(parents.has(code.parent), `${list.id} ${code.code}`).toBe(true);
			}
		}
	});

	it('count what the standards count', () => {
		expect(industrySections.codes).toHaveLength(20);
		expect(industries.codes.filter(({ parent }) => parent)).toHaveLength(97);
		expect(districts.codes).toHaveLength(17);
		expect(districts.codes.filter(({ code }) => regions.at.has(code))).toHaveLength(16);
	});

	it('number the divisions 01 to 97 without a gap', () => {
		const numbers = industries.codes.filter(({ parent }) => parent).map(({ code }) => Number(code.slice(1)));
		expect(numbers).toEqual(Array.from({ length: 97 }, (_, i) => i + 1));
		expect(sectionOf('C391')).toBe('C');
		expect(sectionOf('I65')).toBe('I');
		expect(sectionOf('200')).toBeNull();
		expect(sectionOf('C65')).toBeNull();
	});

	it('keep sub-products under their tool', () => {
		expect(withChildren(policyTools, 'SMALL')).toEqual(['SMALL', 'JCR']);
		expect(withChildren(policyTools, 'REDISCOUNT')).toEqual(['REDISCOUNT', 'JCT', 'JZT']);
	});

	it('order the steps of a bond and the scopes of the roster', () => {
		expect(bondPath.join()).toBe(
			'CANDIDATE,LISTED,COACHED,MATCHED,APPLIED,REGISTERED,ISSUED,OUTSTANDING,MATURED'
		);
		expect(bondSteps.codes.map(({ label }) => label).slice(-2)).toEqual(['暂缓', '调出']);
		expect(rosterScopes.beijing).toEqual(labels.codes.map(({ code }) => code));
		expect(
			rosterScopes.national.every((code) => (rosterScopes.beijing as readonly string[]).includes(code))
		).toBe(true);
	});

	it('name a region in full', () => {
		expect(regions.at.get('110108')?.label).toBe('北京市海淀区');
		expect(regions.at.get('130102')?.label).toBe('河北省石家庄市长安区');
		expect(regions.byLabel.get('海淀区')?.code).toBe('110108');
	});
});
