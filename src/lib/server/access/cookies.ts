import type { Cookies } from '@sveltejs/kit';

/** The session cookie's name; under TLS the prefix binds it to this host and to `Secure`. */
export const sessionCookie = (secure: boolean): string => (secure ? '__Host-session' : 'session');

const flags = (secure: boolean) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure }) as const;

/** The session token a request carries, if any. */
export const readToken = (cookies: Cookies, url: URL): string | undefined =>
	cookies.get(sessionCookie(url.protocol === 'https:'));

/** Gives the browser a session token for as long as it stays open; the server ends it earlier when idle. */
export function writeToken(cookies: Cookies, url: URL, token: string): void {
	const secure = url.protocol === 'https:';
	cookies.set(sessionCookie(secure), token, flags(secure));
}

/** The cookie between the first factor and the second. */
const ticketCookie = (secure: boolean): string => (secure ? '__Host-ticket' : 'ticket');
export const readTicket = (cookies: Cookies, url: URL): string | undefined =>
	cookies.get(ticketCookie(url.protocol === 'https:'));
export function writeTicket(cookies: Cookies, url: URL, ticket: string): void {
	const secure = url.protocol === 'https:';
	cookies.set(ticketCookie(secure), ticket, { ...flags(secure), maxAge: 300 });
}
export function clearTicket(cookies: Cookies, url: URL): void {
	const secure = url.protocol === 'https:';
	cookies.delete(ticketCookie(secure), flags(secure));
}

export function clearToken(cookies: Cookies, url: URL): void {
	const secure = url.protocol === 'https:';
	cookies.delete(sessionCookie(secure), flags(secure));
}
