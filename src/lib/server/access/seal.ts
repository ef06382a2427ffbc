import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setting } from '#settings';
import type { Ledger } from '#lib/server/ledger/open.ts';

const scheme = 'aes-256-gcm';
const keys = new Map<string, Buffer>();

/** Where the key lies that seals what must not be read from a stolen copy of the ledger; never inside a backup. */
export const keyFile = (ledger: Pick<Ledger, 'dir'>): string =>
	setting('TECHFIN_KEY') ?? join(ledger.dir, 'keys', 'main');

/** The installation's main key, made at first use unless the installation brings its own. */
function mainKey(ledger: Pick<Ledger, 'dir'>): Buffer {
	const file = keyFile(ledger);
	let key = keys.get(file);
	if (key) return key;
	if (!existsSync(file)) {
		mkdirSync(join(ledger.dir, 'keys'), { recursive: true, mode: 0o700 });
		writeFileSync(file, `${randomBytes(48).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
		chmodSync(file, 0o400);
	}
	key = createHash('sha256').update(readFileSync(file, 'utf8').trim()).digest();
	keys.set(file, key);
	return key;
}

/** By what a main key is known without being told; `null` while there is none. */
export function keyPrint(ledger: Pick<Ledger, 'dir'>): string | null {
	if (!existsSync(keyFile(ledger))) return null;
	return createHmac('sha256', mainKey(ledger)).update('techfin main key').digest('hex').slice(0, 16);
}

/** A text only this installation can open again, and only as `about` the same thing. */
export function seal(ledger: Pick<Ledger, 'dir'>, about: string, text: string): string {
	const nonce = randomBytes(12);
	const cipher = createCipheriv(scheme, mainKey(ledger), nonce).setAAD(Buffer.from(about));
	const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
	return [scheme, nonce, cipher.getAuthTag(), sealed]
		.map((part) => (typeof part === 'string' ? part : part.toString('base64')))
		.join('$');
}

/** Opens what `seal` closed; throws `cannot be opened: …` with another key, another subject, or after a change. */
export function unseal(ledger: Pick<Ledger, 'dir'>, about: string, text: string): string {
	const [name, nonce, tag, sealed] = text.split('$');
	try {
		if (name !== scheme) throw new Error(`unknown scheme ${name}`);
		const bytes = (part: string | undefined): Buffer => Buffer.from(part ?? '', 'base64');
		const opened = createDecipheriv(scheme, mainKey(ledger), bytes(nonce))
			.setAAD(Buffer.from(about))
			.setAuthTag(bytes(tag));
		return Buffer.concat([opened.update(bytes(sealed)), opened.final()]).toString('utf8');
	} catch (cause) {
		throw new Error(`cannot be opened: ${about}`, { cause });
	}
}
