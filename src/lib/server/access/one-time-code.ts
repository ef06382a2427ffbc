import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const period = 30;
const digits = 6;

/** Bytes as base32, as authenticator apps take a secret. */
export function base32(bytes: Uint8Array): string {
	let text = '';
	let [bits, value] = [0, 0];
	for (const byte of bytes) {
		value = (value << 8) | byte;
		for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(value >>> (bits - 5)) & 31];
		value &= (1 << bits) - 1;
	}
	return bits ? text + alphabet[(value << (5 - bits)) & 31] : text;
}

/** The bytes of a base32 text; throws `not base32: …`. */
export function fromBase32(text: string): Buffer {
	const bytes: number[] = [];
	let [bits, value] = [0, 0];
	for (const letter of text.replace(/[\s=]/g, '').toUpperCase()) {
		const at = alphabet.indexOf(letter);
		if (at < 0) throw new RangeError(`not base32: ${letter}`);
		value = (value << 5) | at;
		bits += 5;
		if (bits < 8) continue;
		bytes.push((value >>> (bits - 8)) & 255);
		bits -= 8;
		value &= (1 << bits) - 1;
	}
	return Buffer.from(bytes);
}

/** A new secret: 160 bits, as RFC 4226 wants. */
export const newSecret = (): string => base32(randomBytes(20));

/** The step of 30 seconds an instant falls in. */
export const stepAt = (instant: Date): number => Math.floor(instant.getTime() / 1000 / period);

/** The code of a step: RFC 4226 with SHA-1, which every authenticator app knows. */
export function codeAt(secret: string, step: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(step));
	const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
	const at = mac[mac.length - 1]! & 15;
	return String((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/** The step a code belongs to, one before or after now, if it is later than the last one used; `null` for any other code. */
export function stepOf(secret: string, code: string, now: Date, last: number): number | null {
	if (!/^\d{6}$/.test(code)) return null;
	const at = stepAt(now);
	for (const step of [at, at - 1, at + 1]) {
		const same = timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(code));
		if (same && step > last) return step;
	}
	return null;
}

/** What an authenticator app reads from the square picture. */
export const enrolmentAddress = (secret: string, username: string): string =>
	`otpauth://totp/${encodeURIComponent(`科创金融监测平台:${username}`)}?${new URLSearchParams({
		secret,
		issuer: '科创金融监测平台',
		algorithm: 'SHA1',
		digits: String(digits),
		period: String(period)
	})}`;
