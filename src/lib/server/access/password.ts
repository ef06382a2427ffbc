import { argon2, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { setting } from '#settings';

/** No more hashes at once than this: each takes 64 MiB. */
const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
	running += 1;
	try {
		return await work();
	} finally {
		running -= 1;
		waiting.shift()?.();
	}
}

/** A way of hashing passwords. Its cost is kept in each hash, so that it can rise without a reset. */
interface Scheme {
	readonly cost: readonly number[];
	derive(password: string, nonce: Buffer, cost: readonly number[]): Promise<Buffer>;
}

const tagLength = 32;
const schemes: Readonly<Record<string, Scheme>> = {
	/** Memory in KiB, passes, parallelism. */
	argon2id: {
		cost: [65_536, 3, 1],
		derive: (message, nonce, [memory = 0, passes = 0, parallelism = 0]) =>
			new Promise((resolve, reject) =>
				argon2('argon2id', { message, nonce, memory, passes, parallelism, tagLength }, (error, tag) =>
					error ? reject(error) : resolve(tag)
				)
			)
	},
	/** 商用密码: SM3 in place of SHA-2; rounds. */
	'pbkdf2-sm3': {
		cost: [400_000],
		derive: (password, nonce, [rounds = 0]) =>
			new Promise((resolve, reject) =>
				pbkdf2(password, nonce, rounds, tagLength, 'sm3', (error, tag) =>
					error ? reject(error) : resolve(tag)
				)
			)
	}
};

const derive = (scheme: Scheme, password: string, nonce: Buffer, cost: readonly number[]): Promise<Buffer> =>
	inTurn(() => scheme.derive(password.normalize('NFKC'), nonce, cost));

const chosen = (): string => setting('TECHFIN_PASSWORD_SCHEME') ?? 'argon2id';

/** What stands in place of a password nobody has set yet: it opens nothing. */
export const noPassword = '*';

/** The text to keep instead of a password: its scheme, cost, nonce and tag. */
export async function hashPassword(password: string): Promise<string> {
	const name = chosen();
	const scheme = schemes[name]!;
	const nonce = randomBytes(16);
	const tag = await derive(scheme, password, nonce, scheme.cost);
	return [name, ...scheme.cost, nonce.toString('base64'), tag.toString('base64')].join('$');
}

/** Whether the password is the one that was hashed; takes as long for a wrong one. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
	if (kept === noPassword) return false;
	const [name = '', ...rest] = kept.split('$');
	const scheme = schemes[name];
	const [nonce, tag] = rest.splice(-2);
	if (!scheme || !nonce || !tag) throw new Error(`unknown password scheme: ${name}`);
	const expected = Buffer.from(tag, 'base64');
	const given = await derive(scheme, password, Buffer.from(nonce, 'base64'), rest.map(Number));
	return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Whether a hash was made otherwise than one would be now, so that it should be made anew at the next sign-in. */
export function isOutdated(kept: string): boolean {
	const name = chosen();
	return !kept.startsWith(`${[name, ...schemes[name]!.cost].join('$')}$`);
}

const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/];

/** What people take for a password when they must take one; figures and signs around it do not make it better. */
const common: ReadonlySet<string> = new Set(
	`password passwords passwd admin administrator root qwerty qwertyuiop qwer asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm
	qazwsx qazwsxedc abc abcd abcde abcdef abcdefg abcabc aaa iloveyou welcome letmein login master test tester testing
	user guest demo default changeme secret computer internet beijing china zhongguo renminyinhang yinhang bank techfin
	kechuang jinrong woaini woaizhongguo nihao huawei lenovo system security audit manager office winter spring summer
	autumn monday friday january september october`.split(/\s+/)
);
const unleet: Readonly<Record<string, string>> = {
	'0': 'o',
	'1': 'l',
	'3': 'e',
	'4': 'a',
	'5': 's',
	'@': 'a',
	$: 's',
	'!': 'i'
};

/** The word within a password: in small letters, signs read as the letters they stand for or left out. */
function words(password: string): string[] {
	const small = password.toLowerCase().replace(/^[^a-z@$]+|[^a-z]+$/g, '');
	const plain = small.replace(/[^a-z]/g, '');
	const read = [...small]
		.map((sign) => unleet[sign] ?? sign)
		.join('')
		.replace(/[^a-z]/g, '');
	return [plain, read];
}

const rows = [
	'01234567890',
	'09876543210',
	'qwertyuiop',
	'asdfghjkl',
	'zxcvbnm',
	'abcdefghijklmnopqrstuvwxyz',
	'!@#$%^&*()'
];
const runs = (password: string): boolean => {
	const small = password.toLowerCase();
	return rows.some((row) =>
		Array.from({ length: Math.max(0, row.length - 5) }, (_, at) => row.slice(at, at + 6)).some((run) =>
			small.includes(run)
		)
	);
};

/** What is wrong with a password somebody wants, in a sentence; `null` if it will do. */
export function weakness(password: string, username: string, shortest: number): string | null {
	if (password.length < shortest) return `密码至少 ${shortest} 位`;
	if (password.length > 128) return '密码最长 128 位';
	if (kinds.filter((kind) => kind.test(password)).length < 3)
		return '密码须含大写字母、小写字母、数字、符号中的三种';
	if (password.toLowerCase().includes(username.toLowerCase())) return '密码不得包含用户名';
	if (/(.)\1{3}/.test(password)) return '密码不得有四个以上相同的连续字符';
	if (runs(password)) return '密码不得有六位以上的连续数字、字母或键盘顺序';
	if (words(password).some((word) => common.has(word))) return '密码过于常见，容易被猜中';
	return null;
}
