import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, fit for a cookie or an address. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** The hash under which a token is kept: whoever reads the ledger cannot sign in with it. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
