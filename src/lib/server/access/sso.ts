import type { Cookies } from '@sveltejs/kit';
import * as oidc from 'openid-client';
import { setting } from '#settings';
import { ledger } from '#lib/server/ledger/open.ts';
import { linkOrigin } from './links.ts';
import { log } from './log.ts';
import { seal, unseal } from './seal.ts';

/** Somebody 统一身份认证 has vouched for, and where they wanted to go. */
export interface Vouched {
	readonly username: string;
	readonly issuer: string;
	readonly next: string | null;
}

/** What must come back unchanged with the answer. */
interface Pending {
	readonly state: string;
	readonly nonce: string;
	readonly verifier: string;
	readonly next: string | null;
}

const about = 'single sign-on';
const flags = (url: URL) =>
	({
		path: '/login/sso',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: 600
	}) as const;

/** Whether this installation uses 统一身份认证. */
export const isOffered = (): boolean => setting('OIDC_ISSUER') !== undefined;

let known: Promise<oidc.Configuration> | null = null;

/** What the provider says of itself, asked once; asked again if it could not be had. */
function provider(): Promise<oidc.Configuration> {
	const issuer = new URL(setting('OIDC_ISSUER')!);
	const secret = setting('OIDC_CLIENT_SECRET');
	known ??= oidc
		.discovery(
			issuer,
			setting('OIDC_CLIENT_ID')!,
			undefined,
			secret ? oidc.ClientSecretBasic(secret) : oidc.None(),
			// Only a provider on this very machine may be asked without TLS; the check at start refuses any other.
			{ timeout: 10, execute: issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [] }
		)
		.catch((cause: unknown) => {
			known = null;
			throw cause;
		});
	return known;
}

const callback = (): string => `${linkOrigin()}/login/sso/callback`;
const failed = (cause: unknown): null => {
	log('error', 'sso', {
		fault: cause instanceof Error ? `${cause.message} ${String(cause.cause ?? '')}` : String(cause)
	});
	return null;
};

/** Where to send the browser, with what must come back kept in a sealed cookie; `null` if the provider cannot be reached. */
export async function begin(cookies: Cookies, url: URL): Promise<string | null> {
	if (!isOffered()) return null;
	try {
		const config = await provider();
		const verifier = oidc.randomPKCECodeVerifier();
		const pending: Pending = {
			state: oidc.randomState(),
			nonce: oidc.randomNonce(),
			verifier,
			next: url.searchParams.get('next')
		};
		cookies.set('sso', seal(ledger(), about, JSON.stringify(pending)), flags(url));
		return oidc.buildAuthorizationUrl(config, {
			redirect_uri: callback(),
			scope: 'openid profile',
			code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
			code_challenge_method: 'S256',
			state: pending.state,
			nonce: pending.nonce
		}).href;
	} catch (cause) {
		return failed(cause);
	}
}

/** Checks the provider's answer; `null` unless it vouches for somebody with a name of this system's. */
export async function finish(cookies: Cookies, url: URL): Promise<Vouched | null> {
	const kept = cookies.get('sso');
	cookies.delete('sso', flags(url));
	if (!isOffered() || !kept) return null;
	try {
		const pending = JSON.parse(unseal(ledger(), about, kept)) as Pending;
		const config = await provider();
		const answer = new URL(callback());
		answer.search = url.search;
		const tokens = await oidc.authorizationCodeGrant(config, answer, {
			pkceCodeVerifier: pending.verifier,
			expectedState: pending.state,
			expectedNonce: pending.nonce,
			idTokenExpected: true
		});
		const name = tokens.claims()?.[setting('OIDC_USERNAME_CLAIM') ?? 'preferred_username'];
		if (typeof name !== 'string' || !name) throw new Error('no username in the identity');
		return { username: name.normalize('NFC'), issuer: config.serverMetadata().issuer, next: pending.next };
	} catch (cause) {
		return failed(cause);
	}
}
