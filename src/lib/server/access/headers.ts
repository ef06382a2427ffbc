/** What every answer carries, a static file’s and a refused one’s too: it is not sniffed, framed or read from another origin. */
export const always: Readonly<Record<string, string>> = {
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'same-origin',
	'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'X-Frame-Options': 'DENY'
};

/** What every dynamic answer carries: `always`, and that no cache keeps it. */
export const sealed: Readonly<Record<string, string>> = { 'Cache-Control': 'private, no-store', ...always };

/** Sets what every dynamic answer carries. */
export function secure(response: Response): Response {
	for (const [name, value] of Object.entries(sealed)) response.headers.set(name, value);
	return response;
}

/** A `Content-Disposition` that saves under the given name in every browser, whatever characters it holds. */
export function attachment(fileName: string): string {
	const plain = [...fileName.replace(/[\p{Cc}\p{Cf}\p{Cs}/\\]/gu, '')].slice(-200).join('') || 'download';
	const ascii = plain.replace(/[^\x20-\x7e]/g, '_').replace(/["%;\\]/g, '_');
	const encoded = encodeURIComponent(plain).replace(
		/['()*!]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
	);
	return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

const types: ReadonlyMap<string, string> = new Map([
	['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
	['csv', 'text/csv; charset=utf-8'],
	['json', 'application/json; charset=utf-8'],
	['md', 'text/markdown; charset=utf-8'],
	['zip', 'application/zip']
]);

/** A file to save: bytes, named, with the type its name implies. */
export function download(body: Uint8Array | string, fileName: string): Response {
	const extension = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
	return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
		headers: {
			'Content-Type': types.get(extension) ?? 'application/octet-stream',
			'Content-Disposition': attachment(fileName)
		}
	});
}
