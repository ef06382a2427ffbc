import { createHash } from 'node:crypto';
import type { Refusal } from './guard.ts';

const style = `body{margin:0;background:#f5f6f8;color:#14202e;font:16px/1.7 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
main{max-width:560px;margin:16vh auto 0;padding:28px 32px;background:#fff;border:1px solid #d9dee4;border-radius:6px}
h1{margin:0 0 8px;font-size:20px}p{margin:0 0 12px}small{color:#66727f}a{color:#12436d}`;
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;

const escaped = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const own = Symbol.for('techfin.demo');
const held = globalThis as { [own]?: true };

/** From now on these pages say that the data are made up. */
export const sayDemo = (): void => void (held[own] = true);

/** What is said where a request ends before any page. */
type Said = Omit<Refusal, 'status'> & { readonly status: number };

/** An answer by its parts, for the server as for pages. */
export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

const later = ({ retryAfter }: Said): Record<string, string> =>
	retryAfter ? { 'Retry-After': String(retryAfter) } : {};

/** A page that needs nothing else: what happened, what to do, and the number to quote. */
export function pageAnswer(refusal: Said, request: string): Answer {
	const body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${refusal.status} · 科创金融监测平台</title><style>${style}</style><main><h1>${escaped(refusal.message)}</h1><p><a href="/">回到首页</a></p><small>请求编号 ${escaped(request)}，联系管理员时请提供${held[own] ? ' · 演示数据' : ''}</small></main></html>`;
	return {
		status: refusal.status,
		headers: {
			'Content-Type': 'text/html; charset=utf-8',
			'Content-Security-Policy': policy,
			...later(refusal)
		},
		body
	};
}

/** The same for a script that asked: the sentence as JSON. */
export const jsonAnswer = (refusal: Said, request: string): Answer => ({
	status: refusal.status,
	headers: { 'Content-Type': 'application/json', ...later(refusal) },
	body: JSON.stringify({ message: refusal.message, request })
});

const response = ({ body, ...rest }: Answer): Response => new Response(body, rest);

/** What a visitor reads where a request ends before any page. */
export const refusalPage = (refusal: Said, request: string): Response =>
	response(pageAnswer(refusal, request));

/** The same for a script that asked. */
export const refusalJson = (refusal: Said, request: string): Response =>
	response(jsonAnswer(refusal, request));
