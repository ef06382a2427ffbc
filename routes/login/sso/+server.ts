import { redirect } from '@sveltejs/kit';
import { begin } from '#lib/server/access/sso.ts';
import type { RequestHandler } from './$types';

/** Sends the browser to 统一身份认证. */
export const GET: RequestHandler = async ({ cookies, url }) => {
	const address = await begin(cookies, url);
	redirect(303, address ?? '/login?sso=refused');
};
