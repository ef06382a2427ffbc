import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settings, startFaults } from '#settings';
import { serve } from './server.ts';

let folder: string;
const before = { ...process.env };
const roomy = () => ({ bavail: 1 << 22, bsize: 4096 }) as never;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'techfin-settings-'));
	for (const name of Object.keys(settings)) delete process.env[name];
	process.env.TZ = 'Asia/Shanghai';
	process.env.TECHFIN_DATA = folder;
});
afterEach(() => {
	process.env = { ...before };
	rmSync(folder, { recursive: true });
});

/** A file with a key, and who may read it. */
function key(text: string, mode = 0o600): string {
	const file = path.join(folder, 'key');
	writeFileSync(file, text, { mode });
	return file;
}
const good = 'Zk3v9Qw8Lr2Xn6Tb1Yc5Hd7Jf0Ms4Pg+Vu/AeOiNk=';

// Protects an installation from being opened with something left open.
describe('E10: a wrong setting is refused at the start, by name', () => {
	it('a right one is not', () => {
		Object.assign(process.env, {
			ORIGIN: 'https://techfin.example.gov.cn',
			HOST: '0.0.0.0',
			PORT: '3000',
			TECHFIN_KEY: key(good),
			TECHFIN_BACKUPS: '/var/backups/techfin',
			TECHFIN_PROXIES: '10.0.0.1,::1'
		});
		expect(startFaults(roomy)).toEqual([]);
	});

	it.each<[setting: string, value: string | (() => string), said: RegExp]>([
		['TECHFIN_KEY', '/nowhere/key', /文件不存在/],
		['TECHFIN_KEY', 'key', /绝对路径/],
		['TECHFIN_KEY', () => key('short'), /密钥太短，至少 32 个字符/],
		['TECHFIN_KEY', () => key(''), /密钥太短/],
		['TECHFIN_KEY', () => key('please-change-me-'.repeat(4)), /仍是示例内容/],
		['TECHFIN_KEY', () => key('a'.repeat(64)), /仍是示例内容/],
		['TECHFIN_KEY', () => key('请在此填写随机生成的密钥'.repeat(4)), /仍是示例内容/],
		['TECHFIN_KEY', () => key(good, 0o644), /能被他人读取，请执行 chmod 600/],
		['TECHFIN_KEY', () => key(good, 0o640), /能被他人读取/],
		['TECHFIN_BACKUP_KEY', () => key('short'), /密钥太短/],
		['TECHFIN_BACKUP_KEY', () => key(good, 0o604), /能被他人读取/],
		['ORIGIN', 'http://techfin.example.gov.cn', /应为 https 网址/],
		['ORIGIN', 'https://techfin.example.gov.cn/app', /不带路径/],
		['ORIGIN', 'techfin.example.gov.cn', /浏览器地址栏里的网址/],
		['HOST', '0.0.0.0', /须同时设 ORIGIN 为 https 网址/],
		['PORT', '65536', /0 至 65535 之间的整数/],
		['PORT', '3000x', /整数/],
		['TECHFIN_PROXIES', 'proxy.local', /逗号分隔的 IP 地址/],
		['TECHFIN_UPLOAD_LIMIT', '60MB', /整数/],
		['TECHFIN_REQUESTS_PER_MINUTE', '0', /30 至 100000/],
		['TECHFIN_BACKUPS', './backups', /绝对路径/],
		['TECHFIN_ANCHORS', 'anchors.jsonl', /绝对路径/],
		['TECHFIN_PASSWORD_SCHEME', 'md5', /argon2id、pbkdf2-sm3/],
		['OIDC_ISSUER', 'http://sso.example.gov.cn', /应为 https 网址/],
		['TZ', 'UTC', /Asia\/Shanghai/]
	])('%s=%s', (setting, value, said) => {
		process.env[setting] = typeof value === 'string' ? value : value();
		const faults = startFaults(roomy);
		expect(faults.map((one) => one.split('：')[0])).toContain(setting);
		expect(faults.find((one) => one.startsWith(`${setting}：`))).toMatch(said);
	});

	it('single sign-on without its number', () => {
		process.env.OIDC_ISSUER = 'https://sso.example.gov.cn';
		expect(startFaults(roomy)).toEqual([expect.stringMatching(/^OIDC_CLIENT_ID：/)]);
	});

	it('a secret is never repeated', () => {
		process.env.OIDC_CLIENT_SECRET = 'sehr-geheim-4711';
		process.env.PORT = 'x';
		expect(startFaults(roomy).join()).not.toContain('geheim');
	});

	it('a folder open to others, and a disk with less than 2 GB', () => {
		chmodSync(folder, 0o755);
		expect(startFaults(roomy)).toEqual([
			expect.stringMatching(/^TECHFIN_DATA：.*对其他用户开放.*chmod o-rwx/)
		]);
		chmodSync(folder, 0o700);
		const free = (bytes: number) => () => ({ bavail: bytes / 4096, bsize: 4096 }) as never;
		expect(startFaults(free(2 * 1024 ** 3))).toEqual([]);
		expect(startFaults(free(2 * 1024 ** 3 - 4096))).toEqual([
			expect.stringMatching(/^TECHFIN_DATA：.*不足 2 GB/)
		]);
	});

	it('and the server ends before it has touched anything', { timeout: 300_000 }, async () => {
		const server = await serve(folder, {
			settings: { ORIGIN: 'http://techfin.example.gov.cn', PORT: '99999' }
		});
		expect(await server.ended).toBe(2);
		expect(server.said()).toMatch(/不能启动，请先改正：\n\s+PORT：.*\n\s+ORIGIN：应为 https 网址/);
		expect(readdirSync(folder)).toEqual([]);
	});
});
