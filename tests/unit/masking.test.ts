import { describe, expect, it } from 'vitest';
import { maskedCode, maskedName } from '#lib/server/access/masking.ts';

// Protects commercial secrets: the form is that of reliability.md §2, 北京****科技有限公司 and 9111****1234.
describe('an enterprise masked', () => {
	it.each([
		['北京示例科技有限公司', '北京****科技有限公司'],
		['北京市某某生物医药股份有限公司', '北京市****医药股份有限公司'],
		['中关村某某研究院', '****研究院'],
		['科技有限公司', '****有限公司'],
		['某某', '****'],
		['', '****'],
		['ACME Ltd.', '****']
	])('%s reads %s', (name, masked) => expect(maskedName(name)).toBe(masked));

	it.each([
		['91110108MA0000015T', '9111****015T'],
		['12345678', '****'],
		['', '****']
	])('code %s reads %s', (code, masked) => expect(maskedCode(code)).toBe(masked));
});
