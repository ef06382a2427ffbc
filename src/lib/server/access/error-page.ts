import { createHash } from 'node:crypto';
import type { Refusal } from './guard.ts';

const style = `body{margin:0;background:#f5f6f8;color:#14202e;font:16px/1.7 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
main{max-width:560px;margin:16vh auto 0;padding:28px 32px;background:#fff;border:1px solid #d9dee4;border-radius:6px}
h1{margin:0 0 8px;font-size:20px}p{margin:0 0 12px}small{color:#66727f}a{color:#12436d}`;
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;

const escaped = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** What a visitor reads where a request ends before any page: what happened, what to do, and the number to quote. */
export function refusalPage(
	refusal: Omit<Refusal, 'status'> & { status: number },
	request: string
): Response {
	const body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${refusal.status} · 科创金融监测平台</title><style>${style}</style><main><h1>${escaped(refusal.message)}</h1><p><a href="/">回到首页</a></p><small>请求编号 ${escaped(request)}，联系管理员时请提供</small></main></html>`;
	const response = new Response(body, {
		status: refusal.status,
		headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy }
	});
	if (refusal.retryAfter) response.headers.set('Retry-After', String(refusal.retryAfter));
	return response;
}

/** The same for a script that asked: the sentence as JSON. */
export function refusalJson(
	refusal: Omit<Refusal, 'status'> & { status: number },
	request: string
): Response {
	const response = Response.json({ message: refusal.message, request }, { status: refusal.status });
	if (refusal.retryAfter) response.headers.set('Retry-After', String(refusal.retryAfter));
	return response;
}
