import { existsSync, readFileSync, statSync, statfsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import process from 'node:process';

/** A setting of the installation, given as an environment variable. */
export interface Setting {
	/** What it decides, for the manual. */
	readonly about: string;
	/** What holds without it, as the manual prints it. */
	readonly otherwise: string;
	/** What is wrong with a value, in a sentence; `null` if nothing is. */
	readonly fault: (value: string) => string | null;
	/** A secret is never printed. */
	readonly secret?: true;
}

const anything = (): null => null;
const whole =
	(least: number, most: number) =>
	(value: string): string | null =>
		/^\d{1,12}$/.test(value) && Number(value) >= least && Number(value) <= most
			? null
			: `应为 ${least} 至 ${most} 之间的整数`;
const path = (value: string): string | null =>
	isAbsolute(value) ? null : '应为绝对路径，如 /var/lib/techfin';
const oneOf =
	(...allowed: readonly string[]) =>
	(value: string): string | null =>
		allowed.includes(value) ? null : `应为 ${allowed.join('、')} 之一`;

const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

function originFault(value: string): string | null {
	const url = URL.canParse(value) ? new URL(value) : null;
	if (!url || url.origin !== value)
		return '应为浏览器地址栏里的网址，不带路径，如 https://techfin.example.gov.cn';
	if (url.protocol !== 'https:' && !local.test(url.hostname))
		return '应为 https 网址：账号和数据不得明文传输';
	return null;
}

/** A file only its owner may read, holding a key of 32 bytes or more. */
function keyFault(value: string): string | null {
	const wrong = path(value);
	if (wrong) return wrong;
	if (!existsSync(value)) return '文件不存在；可用 openssl rand -base64 48 生成';
	if (statSync(value).mode & 0o077) return '文件能被他人读取，请执行 chmod 600';
	const text = readFileSync(value, 'utf8').trim();
	if (Buffer.byteLength(text) < 32) return '密钥太短，至少 32 个字符；可用 openssl rand -base64 48 生成';
	if (/^(.)\1*$|change.?me|example|placeholder|secret|password|请/i.test(text))
		return '仍是示例内容，请换成随机生成的密钥';
	return null;
}

/** Every setting there is, by variable; the manual and the check at start read this table. */
export const settings = {
	TECHFIN_DATA: { about: '数据目录：账本、原始报送文件', otherwise: 'data/ledger', fault: anything },
	PORT: { about: '监听端口', otherwise: '3000', fault: whole(0, 65_535) },
	HOST: { about: '监听地址', otherwise: '127.0.0.1，仅本机及本机上的代理', fault: anything },
	ORIGIN: {
		about: '浏览器访问本系统的网址，须为 https，由前面的代理提供',
		otherwise: '不设，仅供本机 http://localhost 试用',
		fault: originFault
	},
	TECHFIN_PROXIES: {
		about: '可信代理的地址，逗号分隔；只有它们给出的 X-Real-IP 才算数',
		otherwise: '127.0.0.1,::1',
		fault: (value) => (/^[0-9a-fA-F.:]+(,[0-9a-fA-F.:]+)*$/.test(value) ? null : '应为逗号分隔的 IP 地址')
	},
	TECHFIN_UPLOAD_LIMIT: {
		about: '单个报送文件的最大字节数',
		otherwise: '62914560（60 MB）',
		fault: whole(1, 1_073_741_824)
	},
	TECHFIN_REQUESTS_PER_MINUTE: {
		about: '每个用户每分钟的请求上限',
		otherwise: '600',
		fault: whole(30, 100_000)
	},
	TECHFIN_BACKUPS: { about: '备份目录，最好在另一块磁盘上', otherwise: '数据目录下的 backups', fault: path },
	TECHFIN_BACKUP_KEY: {
		about: '备份加密密钥所在文件，权限 600，与备份分开保管',
		otherwise: '不设，备份不加密',
		fault: keyFault
	},
	TECHFIN_ANCHORS: {
		about: '每日审计链首摘要写入的文件，最好在另一台机器的盘上',
		otherwise: '数据目录下的 anchors.jsonl',
		fault: path
	},
	TECHFIN_KEY: {
		about: '加密二次验证密钥的主密钥所在文件，权限 600',
		otherwise: '数据目录下的 keys/main，首次启动自动生成',
		fault: keyFault
	},
	TECHFIN_METRICS_KEY: {
		about: '从别的机器读取 /metrics 所用密钥的文件，权限 600；请求头为 Authorization: Bearer 密钥',
		otherwise: '不设，只能在本机读取',
		fault: keyFault
	},
	TECHFIN_PASSWORD_SCHEME: {
		about: '口令散列算法；改后各人下次登录时换算',
		otherwise: 'argon2id',
		fault: oneOf('argon2id', 'pbkdf2-sm3')
	},
	OIDC_ISSUER: {
		about: '统一身份认证（OpenID Connect）的签发地址；设了才有“统一身份认证登录”',
		otherwise: '不设',
		fault: originless
	},
	OIDC_CLIENT_ID: { about: '本系统在统一身份认证中的编号', otherwise: '不设', fault: anything },
	OIDC_CLIENT_SECRET: {
		about: '与之对应的密钥',
		otherwise: '不设，按公开客户端（PKCE）',
		fault: anything,
		secret: true
	},
	OIDC_USERNAME_CLAIM: {
		about: '身份信息中哪一项是本系统的用户名',
		otherwise: 'preferred_username',
		fault: anything
	},
	TZ: { about: '时区', otherwise: 'Asia/Shanghai', fault: oneOf('Asia/Shanghai') }
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

function originless(value: string): string | null {
	const url = URL.canParse(value) ? new URL(value) : null;
	if (!url || !['https:', 'http:'].includes(url.protocol))
		return '应为网址，如 https://sso.example.gov.cn/realms/main';
	return url.protocol === 'https:' || local.test(url.hostname) ? null : '应为 https 网址';
}

/** A setting as given, without blanks around it; `undefined` if it is not. Read at the moment it is needed. */
export function setting(name: SettingName): string | undefined {
	const value = process.env[name]?.trim();
	return value ? value : undefined;
}

/** A setting that is a number, or what holds without it. */
export const numberSetting = (name: SettingName, otherwise: number): number =>
	Number(setting(name) ?? otherwise);

/** A command as it is typed here: through the launcher of an installation, or through npm in a checkout. */
export const commandLine = (command: string): string =>
	`${process.env.TECHFIN_CALLED ?? 'npm run -s techfin --'} ${command}`;

/** The data folder. */
export const dataFolder = (): string => resolve(setting('TECHFIN_DATA') ?? 'data/ledger');

/** Space a server needs before it starts, in bytes. */
const leastFree = 2 * 1024 ** 3;

/** What must be put right before a real installation starts: each names its setting and the remedy. */
export function startFaults(free = (folder: string) => statfsSync(folder)): string[] {
	const faults = Object.entries<Setting>(settings).flatMap(([name, one]) => {
		const value = setting(name as SettingName);
		const fault = value === undefined ? null : one.fault(value);
		return fault ? [`${name}：${fault}${one.secret ? '' : `，现为“${value}”`}`] : [];
	});
	const host = setting('HOST');
	if (host && !local.test(host) && !setting('ORIGIN'))
		faults.push(`HOST：对外监听（${host}）须同时设 ORIGIN 为 https 网址，由前面的代理提供 TLS`);
	if (setting('OIDC_ISSUER') && !setting('OIDC_CLIENT_ID'))
		faults.push('OIDC_CLIENT_ID：设了 OIDC_ISSUER 就须给出');
	const folder = dataFolder();
	if (existsSync(folder)) {
		if (statSync(folder).mode & 0o007)
			faults.push(`TECHFIN_DATA：目录 ${folder} 对其他用户开放，请执行 chmod o-rwx ${folder}`);
		const { bavail, bsize } = free(folder);
		if (bavail * bsize < leastFree)
			faults.push(`TECHFIN_DATA：目录 ${folder} 所在磁盘剩余不足 2 GB，请清理后再启动`);
	}
	return faults;
}
