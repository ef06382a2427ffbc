import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setting } from '#settings';
import { Refused } from '#lib/server/ledger/scope.ts';

/** How backups are encrypted; the name stands in every manifest. */
export const scheme = 'aes-256-gcm/1';

const magic = Buffer.from('TECHFIN1');
const chunk = 256 * 1024;
const headerLength = magic.length + 8 + 32 + 16;
const tagLength = 16;
/** Set in the length of the last chunk, so that a file cut off between chunks is known. */
const last = 0x8000_0000;

/** A stored file does not hold what it should; the sentence says where. */
export class Damaged extends Refused {
	constructor(what: string) {
		super(what, 409);
	}
}

/** The file was encrypted with another key than the one at hand. */
export class WrongKey extends Refused {
	constructor() {
		super(
			'备份是用另一把密钥加密的，现在的密钥打不开（文件本身没有问题）。' +
				'请把 TECHFIN_BACKUP_KEY 指向制作这份备份时的密钥文件再试。',
			409
		);
	}
}

/** A key for backups, and the name it is told apart by. */
export interface BackupKey {
	readonly id: string;
	readonly secret: Buffer;
}

/** The key made from a text. */
export function keyFrom(text: string): BackupKey {
	const secret = createHash('sha256').update(text.trim()).digest();
	const id = createHmac('sha256', secret).update('techfin backup key').digest('hex').slice(0, 16);
	return { id, secret };
}

/** The key this installation encrypts its backups with; `null` if it does not. */
export function backupKey(): BackupKey | null {
	const file = setting('TECHFIN_BACKUP_KEY');
	return file === undefined ? null : keyFrom(readFileSync(file, 'utf8'));
}

const checkOf = (header: Buffer): Buffer => createHash('sha256').update(header).digest().subarray(0, 16);
const ownKey = (key: BackupKey, salt: Buffer): Buffer =>
	Buffer.from(hkdfSync('sha256', key.secret, salt, 'techfin backup file', 32));

function nonce(at: number): Buffer {
	const bytes = Buffer.alloc(12);
	bytes.writeBigUInt64BE(BigInt(at), 4);
	return bytes;
}

/** Encrypts a stream in chunks, each under its own number, so that none can be changed, moved, or left off the end. */
export async function* encrypted(source: AsyncIterable<Buffer>, key: BackupKey): AsyncGenerator<Buffer> {
	const salt = randomBytes(32);
	const header = Buffer.concat([magic, Buffer.from(key.id, 'hex'), salt]);
	yield Buffer.concat([header, checkOf(header)]);
	const own = ownKey(key, salt);
	let at = 0;
	const closed = (plain: Buffer, isLast: boolean): Buffer => {
		const length = Buffer.alloc(4);
		length.writeUInt32BE((plain.length | (isLast ? last : 0)) >>> 0);
		const cipher = createCipheriv('aes-256-gcm', own, nonce(at)).setAAD(length);
		at += 1;
		return Buffer.concat([length, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
	};
	let held = Buffer.alloc(0);
	for await (const bytes of source) {
		held = Buffer.concat([held, bytes]);
		while (held.length > chunk) {
			yield closed(held.subarray(0, chunk), false);
			held = held.subarray(chunk);
		}
	}
	yield closed(held, true);
}

/** How long a file is once it is encrypted. */
export const encryptedSize = (plain: number): number =>
	headerLength + plain + Math.max(1, Math.ceil(plain / chunk)) * (4 + tagLength);

/** The name of the key a file was encrypted with; throws if that is not to be read. */
export function keyIdOf(header: Buffer): string {
	const body = header.subarray(0, headerLength - 16);
	if (header.length < headerLength || !body.subarray(0, 8).equals(magic)) throw new Damaged('加密文件头残缺');
	if (!checkOf(body).equals(header.subarray(headerLength - 16, headerLength)))
		throw new Damaged('加密文件头已损坏');
	return body.subarray(8, 16).toString('hex');
}

/** Decrypts what `encrypted` made, chunk by chunk as each proves genuine; another key is told apart from damage. */
export async function* decrypted(source: AsyncIterable<Buffer>, key: BackupKey): AsyncGenerator<Buffer> {
	let held = Buffer.alloc(0);
	let own: Buffer | null = null;
	let [at, over] = [0, false];
	for await (const bytes of source) {
		held = Buffer.concat([held, bytes]);
		if (!own) {
			if (held.length < headerLength) continue;
			if (keyIdOf(held) !== key.id) throw new WrongKey();
			own = ownKey(key, held.subarray(16, 48));
			held = held.subarray(headerLength);
		}
		while (held.length >= 4) {
			const word = held.readUInt32BE(0);
			const length = (word & ~last) >>> 0;
			if (over || length > chunk) throw new Damaged(`加密文件第 ${at + 1} 段已损坏`);
			if (held.length < 4 + length + tagLength) break;
			const opened = createDecipheriv('aes-256-gcm', own, nonce(at))
				.setAAD(held.subarray(0, 4))
				.setAuthTag(held.subarray(4 + length, 4 + length + tagLength));
			const plain = opened.update(held.subarray(4, 4 + length));
			try {
				opened.final();
			} catch {
				throw new Damaged(`加密文件第 ${at + 1} 段已损坏`);
			}
			yield plain;
			at += 1;
			over = (word & last) !== 0;
			held = held.subarray(4 + length + tagLength);
		}
	}
	if (!over || held.length) throw new Damaged('加密文件不完整，末尾被截去');
}
