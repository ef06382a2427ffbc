// Runs on whatever Node the machine has, before anything is installed: built-in modules only.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = path.join(root, 'node_modules', '.bin');
const windows = process.platform === 'win32';

/** The Node 24 that the project installs for itself. */
export const node = path.join(bin, windows ? 'node.cmd' : 'node');

/** How the server is run: no prototype is reached through data, and memory is given back early rather than late. */
export const serverFlags = [
	'--disable-warning=ExperimentalWarning',
	'--disable-proto=delete',
	'--max-old-space-size=768',
	'--max-semi-space-size=16'
];

/** Where compiled code is kept between runs. */
export const compiled = path.join(root, 'node_modules', '.cache', 'compiled');

const environment = () => ({
	NODE_COMPILE_CACHE: compiled,
	...process.env,
	PATH: `${bin}${path.delimiter}${process.env.PATH}`,
	TZ: process.env.TZ ?? 'Asia/Shanghai',
	// Without a locale the browser and LibreOffice cannot open files with Chinese names.
	LANG: process.env.LANG ?? 'C.UTF-8',
	PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1'
});

/** Runs a command in the project with Node 24 first on the path; returns its exit code. */
export function run(command, args, options = {}) {
	const result = spawnSync(command, args, {
		cwd: root,
		stdio: 'inherit',
		shell: windows,
		...options,
		env: { ...environment(), ...options.env }
	});
	if (result.error) throw result.error;
	return result.status ?? 1;
}

/** The same, but ends the program if the command fails. */
export function must(command, args, options) {
	const code = run(command, args, options);
	if (code !== 0) {
		console.error(`\n未能完成：${[path.basename(command), ...args].join(' ')}（退出码 ${code}）`);
		process.exit(code);
	}
}

const changedAt = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

/** Installs the packages of the lock file, unless that has been done since it last changed. */
export function installPackages() {
	const done = path.join(root, 'node_modules', '.package-lock.json');
	if (changedAt(done) >= changedAt(path.join(root, 'package-lock.json')) && existsSync(node)) return;
	console.log('正在安装依赖（首次约一分钟）……');
	// Not `npm ci`: it refuses a lock file that leaves out optional binaries of other platforms.
	must('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
}

function newestIn(folder) {
	let newest = 0;
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		if (entry.isFile())
			newest = Math.max(newest, statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
	}
	return newest;
}

/** Builds the server, unless nothing it is made from has changed since. */
export function build() {
	const stamp = path.join(root, 'build', '.built');
	const sources = ['src', 'routes', 'reports', 'drizzle', 'static'].map((name) =>
		newestIn(path.join(root, name))
	);
	const settings = ['package-lock.json', 'vite.config.ts', 'svelte.config.js'].map((name) =>
		changedAt(path.join(root, name))
	);
	if (changedAt(stamp) >= Math.max(...sources, ...settings)) return;
	console.log('正在构建……');
	// Whatever the surroundings are called: elsewhere than in production, Svelte builds its texts for developers in.
	must(path.join(bin, 'vite'), ['build', '--logLevel', 'error'], { env: { NODE_ENV: 'production' } });
	mkdirSync(path.dirname(stamp), { recursive: true });
	writeFileSync(stamp, '');
}

const found = (command) =>
	spawnSync(windows ? 'where' : 'which', [command], { stdio: 'ignore' }).status === 0;

/** What the tests need from the system: a browser, Chinese fonts, LibreOffice. Debian's packages if we may install them. */
export function installTestTools() {
	const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
	if (debian) {
		const wanted = [
			['chromium', found('chromium')],
			['fonts-noto-cjk', existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')],
			['libreoffice-calc', found('soffice') && existsSync('/usr/lib/libreoffice/program/libsclo.so')],
			['poppler-utils', found('pdftoppm')]
		];
		const missing = wanted.filter(([, present]) => !present).map(([name]) => name);
		if (missing.length) {
			console.log(`正在安装测试所需的系统软件：${missing.join('、')}……`);
			must('apt-get', ['update', '-qq']);
			must('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
				stdio: ['ignore', 'ignore', 'inherit']
			});
		}
		return;
	}
	if (!found('chromium'))
		must(path.join(bin, 'playwright'), ['install', 'chromium'], {
			env: { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '' }
		});
}
