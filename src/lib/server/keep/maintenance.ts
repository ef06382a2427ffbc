import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { moment } from '#core/moment.ts';
import type { Manifest } from './manifest.ts';
import type { StartFault } from './start-check.ts';

const style = `body{margin:0;background:#f5f6f8;color:#14202e;font:16px/1.7 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
main{max-width:640px;margin:12vh auto 0;padding:28px 32px;background:#fff;border:1px solid #d9dee4;border-radius:6px}
h1{margin:0 0 8px;font-size:22px}h2{margin:18px 0 4px;font-size:16px}p{margin:0 0 8px}`;
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;

const escaped = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** What everybody reads while the system is not to be used: what was found, what is safe, what to do. */
export function maintenancePage(fault: StartFault, newest: Pick<Manifest, 'madeAt'> | null): string {
	const safe = [
		'为避免扩大影响，系统没有打开账本，也没有作任何修复。已收到的报送文件原样保存，已发出的回执仍然有效。',
		newest
			? `最近一份核验通过的备份制作于 ${moment(newest.madeAt)}。`
			: '备份目录中没有找到核验通过的备份，请到异地备份中查找。'
	];
	const part = (title: string, lines: readonly string[]): string =>
		`<h2>${title}</h2>${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}`;
	return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>系统暂停使用 · 科创金融监测平台</title><style>${style}</style><main><h1>系统暂停使用</h1><p>启动时的检查没有通过，请稍后再来，或联系系统管理员。</p>${part('发现的问题', [`${fault.what}。`])}${part('数据是否安全', safe)}${part('系统管理员请这样处理', [fault.remedy])}</main></html>`;
}

/** Answers every page with the reason why there is none; the process itself is well. */
export function maintenance(
	fault: StartFault,
	newest: () => Pick<Manifest, 'madeAt'> | null
): (request: IncomingMessage, response: ServerResponse) => void {
	return (request, response) => {
		const path = (request.url ?? '/').split('?')[0];
		const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
		if (path === '/healthz') {
			response.writeHead(200, { ...headers, 'content-type': 'text/plain' }).end('ok');
			return;
		}
		if (path === '/readyz') {
			response
				.writeHead(503, { ...headers, 'content-type': 'application/json' })
				.end(JSON.stringify({ ready: false, checks: { start: false }, start: fault.check }));
			return;
		}
		response
			.writeHead(503, {
				...headers,
				'content-type': 'text/html; charset=utf-8',
				'content-security-policy': policy,
				'retry-after': '600'
			})
			.end(maintenancePage(fault, newest()));
	};
}
