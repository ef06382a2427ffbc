import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** The cost of a new hash: 64 MiB, three passes. Kept in each hash, so that it can rise without a reset. */
const cost = { memory: 65_536, passes: 3, parallelism: 1 } as const;
const tagLength = 32;

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

const derive = (
	password: string,
	nonce: Buffer,
	{ memory, passes, parallelism }: { memory: number; passes: number; parallelism: number }
): Promise<Buffer> =>
	inTurn(
		() =>
			new Promise((resolve, reject) =>
				argon2(
					'argon2id',
					{ message: password.normalize('NFKC'), nonce, memory, passes, parallelism, tagLength },
					(error, tag) => (error ? reject(error) : resolve(tag))
				)
			)
	);

/** The text to keep instead of a password; it begins with its scheme. */
export async function hashPassword(password: string): Promise<string> {
	const nonce = randomBytes(16);
	const tag = await derive(password, nonce, cost);
	const { memory, passes, parallelism } = cost;
	return ['argon2id', memory, passes, parallelism, nonce.toString('base64'), tag.toString('base64')].join(
		'$'
	);
}

/** Whether the password is the one that was hashed; takes as long for a wrong one. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
	const [scheme, memory, passes, parallelism, nonce, tag] = kept.split('$');
	if (scheme !== 'argon2id' || !nonce || !tag) throw new Error(`unknown password scheme: ${scheme}`);
	const expected = Buffer.from(tag, 'base64');
	const given = await derive(password, Buffer.from(nonce, 'base64'), {
		memory: Number(memory),
		passes: Number(passes),
		parallelism: Number(parallelism)
	});
	return given.length === expected.length && timingSafeEqual(given, expected);
}

const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/];

/** Fewest characters of a password. */
export const shortestPassword = 12;

/** What is wrong with a password somebody wants, in a sentence; `null` if it will do. */
export function weakness(password: string, username: string): string | null {
	if (password.length < shortestPassword) return `密码至少 ${shortestPassword} 位`;
	if (password.length > 128) return '密码最长 128 位';
	if (kinds.filter((kind) => kind.test(password)).length < 3)
		return '密码须含大写字母、小写字母、数字、符号中的三种';
	if (password.toLowerCase().includes(username.toLowerCase())) return '密码不得包含用户名';
	if (/(.)\1{3}/.test(password)) return '密码不得有四个以上相同的连续字符';
	return null;
}

const letters = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A password to hand over once, without letters that look alike. */
export function oneTimePassword(): string {
	for (;;) {
		const text = Array.from({ length: 14 }, () => letters[randomInt(letters.length)]).join('');
		if (weakness(text, '\0') === null) return text;
	}
}
