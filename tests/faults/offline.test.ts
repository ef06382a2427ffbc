import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whole } from '../fixtures/scale.ts';

// Protects 全离线: nothing the program is made of asks for anything outside, and it installs where there is no outside.
const files = (folder: string, named: RegExp): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => named.test(name))
		.map((name) => join(folder, name));

/** What makes a browser or the server fetch. */
const fetching =
	/(?:\bsrc|\bhref|\bposter|\baction|\bsrcset)\s*=\s*["'{`]*\s*(?:https?:)?\/\/|@import\s+(?:url\()?\s*["']?(?:https?:)?\/\/|url\(\s*["']?(?:https?:)?\/\/|\b(?:fetch|import|importScripts|WebSocket|EventSource|sendBeacon)\(\s*["'`](?:https?:|wss?:)?\/\/(?!\$)/g;

/** Addresses that are names or words and never fetched. */
const names =
	/^(www\.w3\.org|svelte\.dev|own\.invalid|localhost|schemas\.(openxmlformats\.org|microsoft\.com))$/;

describe('E13: what the program is made of', () => {
	it('holds nothing that fetches from outside, in pages, styles, scripts or server', () => {
		const sources = ['src', 'routes', 'static', 'reports'].flatMap((folder) =>
			files(folder, /\.(ts|mjs|js|svelte|css|html|svg)$/)
		);
		expect(sources.length).toBeGreaterThan(300);
		expect(
			sources.flatMap((file) =>
				[...readFileSync(file, 'utf8').matchAll(fetching)].map((match) => `${file}: ${match[0]}`)
			)
		).toEqual([]);
	});

	it('would be noticed, if it did', () => {
		for (const text of [
			'<script src="https://cdn.example.com/x.js">',
			'<link rel="stylesheet" href="//fonts.example.com/css">',
			'@import url("https://fonts.example.com/css");',
			'@font-face { src: url(https://fonts.example.com/x.woff2) }',
			"await fetch('https://telemetry.example.com/')"
		])
			expect(text.match(fetching), text).not.toBeNull();
	});

	it('draws in fonts that are at hand: those of the system, and the one it ships', () => {
		expect(files('static', /\.(woff2?|ttf|otf)$/)).toEqual([]);
		const faces = ['src', 'routes'].flatMap((folder) =>
			files(folder, /\.(svelte|css|html)$/).filter((file) =>
				readFileSync(file, 'utf8').includes('@font-face')
			)
		);
		expect(faces).toEqual([]);
		for (const weight of ['400Regular/NotoSansSC_400Regular', '700Bold/NotoSansSC_700Bold'])
			expect(existsSync(`node_modules/@expo-google-fonts/noto-sans-sc/${weight}.ttf`)).toBe(true);
	});

	it.skipIf(!existsSync('build/client'))(
		'as built names no host to fetch from (skipped where nothing is built)',
		() => {
			const client = files('build/client', /\.(js|css|html|svg)$/);
			expect(client.length).toBeGreaterThan(20);
			const hosts = client.flatMap((file) =>
				[...readFileSync(file, 'utf8').matchAll(/https?:\/\/([a-z0-9.-]+)/gi)].map((match) => match[1]!)
			);
			expect([...new Set(hosts)].filter((host) => !names.test(host))).toEqual([]);
		}
	);
});

/** How a command runs with no network at all; `null` where the system does not allow it. */
const alone = ((): string[] | null => {
	for (const how of [
		['unshare', '-n'],
		['unshare', '-rn']
	])
		if (spawnSync(how[0]!, [...how.slice(1), 'ip', 'link', 'set', 'lo', 'up']).status === 0) return how;
	return null;
})();
const reason = !whole ? 'only in the whole campaign' : alone ? '' : 'network namespaces are not allowed here';

describe.skipIf(reason)(
	`E13: the archive, on a machine without a network${reason && ` (skipped: ${reason})`}`,
	() => {
		let folder: string;
		let installation: string;
		beforeAll(() => {
			folder = mkdtempSync(join(tmpdir(), 'techfin-pack-'));
			execFileSync(process.execPath, ['src/setup/pack.mjs', join(folder, 'made')], { stdio: 'ignore' });
			const archive = files(join(folder, 'made'), /\.tar\.gz$/)[0]!;
			execFileSync('sha256sum', ['-c', '--quiet', `${archive}.sha256`], { cwd: join(folder, 'made') });
			execFileSync('tar', ['-xzf', archive, '-C', folder]);
			installation = join(folder, archive.slice(archive.lastIndexOf('/') + 1, -'.tar.gz'.length));
		}, 900_000);
		afterAll(() => rmSync(folder, { recursive: true, force: true }));

		it('is whole, and says so when it is not', () => {
			const verified = () =>
				spawnSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: installation, encoding: 'utf8' })
					.status;
			expect(verified()).toBe(0);
			const file = join(installation, 'README.md');
			const before = readFileSync(file);
			writeFileSync(file, 'x');
			expect(verified()).toBe(1);
			writeFileSync(file, before);
		});

		it('starts, lets the first administrator in, backs up and examines itself, and asks for nothing outside', () => {
			const traced = spawnSync('strace', ['-V']).status === 0;
			const trace = join(folder, 'trace');
			const [command, ...flags] = alone!;
			const inside = `ip link set lo up && exec "$@"`;
			const child = [
				process.execPath,
				'--disable-warning=ExperimentalWarning',
				resolve('tests/faults/offline-child.ts'),
				installation,
				'3402',
				...(traced ? [trace] : [])
			];
			const done = spawnSync(command!, [...flags, 'sh', '-c', inside, 'sh', ...child], {
				encoding: 'utf8',
				timeout: 600_000
			});
			expect(`${done.stdout}${done.stderr}`).toBe('done\n');
			if (!traced) return;
			const asked = readFileSync(trace, 'utf8').match(/sa_family=AF_INET6?,.*/g) ?? [];
			expect(asked.filter((line) => !/inet_addr\("127\.|"::1"/.test(line))).toEqual([]);
		}, 700_000);
	}
);
