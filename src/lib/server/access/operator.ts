import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setting } from '#settings';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Headers by which a proxy passes on somebody else's request. */
const passedOn = ['x-real-ip', 'x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via'];

/**
 * Whether a request comes from whoever runs this machine: from the machine itself, past no proxy, or with the key that
 * lies in a file there.
 */
export function isOperator({ headers }: Request, address: string): boolean {
	const file = setting('TECHFIN_METRICS_KEY');
	const given = /^Bearer (\S+)$/.exec(headers.get('authorization') ?? '')?.[1];
	if (file && given) return timingSafeEqual(digest(given), digest(readFileSync(file, 'utf8').trim()));
	return /^(127\.\d+\.\d+\.\d+|::1)$/.test(address) && !passedOn.some((name) => headers.has(name));
}
