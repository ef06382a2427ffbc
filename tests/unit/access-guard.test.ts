import { describe, expect, it } from 'vitest';
import { bodyRefusal, isOwn } from '#lib/server/access/guard.ts';
import { attachment, download, secure } from '#lib/server/access/headers.ts';
import { loggable } from '#lib/server/access/log.ts';
import { bodyLimit } from '#lib/server/access/policy.ts';
import { RateLimit } from '#lib/server/access/rate-limit.ts';

const own = 'http://localhost:3000';
const request = (method: string, headers: Record<string, string>) =>
	new Request(`${own}/filings`, { method, headers });

// Protects against forms and scripts of other sites acting in a signed-in browser, whatever they send.
describe('C7: a changing request', () => {
	it.each([
		['our page', 'POST', { origin: own, 'sec-fetch-site': 'same-origin' }, true],
		['our page in an old browser', 'POST', { origin: own }, true],
		['reading', 'GET', { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }, true],
		['a foreign form', 'POST', { origin: 'http://evil.example', 'content-type': 'text/plain' }, false],
		['foreign json', 'PUT', { origin: 'http://evil.example', 'content-type': 'application/json' }, false],
		['no origin', 'POST', {}, false],
		['a sandboxed frame', 'POST', { origin: 'null' }, false],
		['another port', 'POST', { origin: 'http://localhost:3001', 'sec-fetch-site': 'same-site' }, false],
		['a lying origin', 'DELETE', { origin: own, 'sec-fetch-site': 'cross-site' }, false]
	] as const)('%s', (_, method, headers, expected) => {
		// Request drops forbidden headers only in browsers; here they stay as given.
		expect(isOwn(request(method, headers), own)).toBe(expected);
	});
	it('A23: has a bounded, declared length', () => {
		const most = bodyLimit('/login');
		expect(most).toBe(256 * 1024);
		expect(bodyRefusal(request('POST', { 'content-length': '100' }), most)).toBeNull();
		expect(bodyRefusal(request('POST', { 'content-length': '300000' }), most)?.status).toBe(413);
		expect(bodyRefusal(request('POST', { 'transfer-encoding': 'chunked' }), most)?.status).toBe(411);
		expect(bodyLimit('/filings/[dataset]/[institution]/[period]/upload')).toBe(60 * 1024 * 1024);
	});
});

describe('D11, D18: a downloaded file', () => {
	it.each([
		[
			'报告"；\r\n.xlsx',
			`attachment; filename="____.xlsx"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%22%EF%BC%9B.xlsx`
		],
		[
			"it's (1)*!.xlsx",
			`attachment; filename="it's (1)*!.xlsx"; filename*=UTF-8''it%27s%20%281%29%2A%21.xlsx`
		],
		['../../etc/passwd', `attachment; filename="....etcpasswd"; filename*=UTF-8''....etcpasswd`],
		['a%22b;c.csv', `attachment; filename="a_22b_c.csv"; filename*=UTF-8''a%2522b%3Bc.csv`],
		['', `attachment; filename="download"; filename*=UTF-8''download`]
	])('%j keeps its name and nothing else', (name, expected) => {
		expect(attachment(name)).toBe(expected);
		expect(new Headers({ 'content-disposition': attachment(name) }).get('content-disposition')).toBe(
			expected
		);
	});
	it('takes 300 characters and emoji', () => {
		expect(() => new Headers({ a: attachment(`${'字'.repeat(300)}😀.xlsx`) })).not.toThrow();
	});
	it('is never kept, sniffed or framed', () => {
		const headers = secure(download('1', '数据.csv')).headers;
		expect(headers.get('cache-control')).toBe('private, no-store');
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('content-type')).toContain('text/csv');
	});
});

describe('a limit', () => {
	it('holds within its window and per key', () => {
		const limit = new RateLimit({ count: 2, seconds: 10 });
		limit.note('a', 0);
		expect(limit.wait('a', 1000)).toBe(0);
		limit.note('a', 1000);
		expect(limit.wait('a', 2000)).toBe(8);
		expect(limit.wait('b', 2000)).toBe(0);
		expect(limit.wait('a', 10_500)).toBe(0);
	});
});

describe('D15, D16: a log line', () => {
	it('holds no line breaks, secrets or credit codes', () => {
		const line = loggable('坏\r\n{"fake":1}\u001b[31m password=abc token: xyz 91110108MA01KPR530');
		expect(line).not.toMatch(/[\r\n\u001b]|abc|xyz|91110108MA01KPR530/);
		expect(line).toContain('9111****R530');
		expect(loggable('长'.repeat(5000))).toHaveLength(2048);
	});
});
