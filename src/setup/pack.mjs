import { createHash } from 'node:crypto';
import {
	cpSync,
	createReadStream,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build, installPackages, must, root } from './install.mjs';

// Makes the archive that installs where there is no network: `npm run pack`, or `npm run pack -- DIR`.
process.chdir(root);
const to = path.resolve(process.env.INIT_CWD ?? root, process.argv[2] ?? 'pack');
installPackages();
build();

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const platform = `${process.platform}-${process.arch}`;
const name = `techfin-${version}-${platform}`;
const stage = path.join(to, name);
rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });

/** What the program itself consists of. */
for (const one of [
	'src',
	'reports',
	'drizzle',
	'static',
	'build',
	'package.json',
	'package-lock.json',
	'README.md',
	'README.zh-CN.md'
])
	cpSync(one, path.join(stage, one), { recursive: true, preserveTimestamps: true });

/** Parts of packages that nothing here runs: other platforms' binaries, sources, other weights of the font, bundles for browsers. */
const unused = [
	/^@expo-google-fonts\/noto-sans-sc\/(?!400Regular|700Bold|package\.json|LICENSE)/,
	/^better-sqlite3\/(deps|src|build)\//,
	new RegExp(`^better-sqlite3/prebuilds/(?!${platform}\\.|$)`),
	/^echarts\/(dist|types|i18n)\//,
	/^exceljs\/dist\//,
	/\.(map|d\.ts|d\.mts|d\.cts|md)$/
];

/** Packages that the program runs on, as the lock file has them; tools to build and test it are left out. */
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
for (const [folder, { dev, devOptional }] of Object.entries(packages)) {
	if (!folder || dev || devOptional || !existsSync(folder)) continue;
	const from = realpathSync(folder);
	cpSync(from, path.join(stage, folder), {
		recursive: true,
		preserveTimestamps: true,
		filter(file) {
			const inside = path.relative(from, file);
			if (!inside) return true;
			if (inside === 'node_modules' || inside.startsWith(`node_modules${path.sep}`)) return false;
			const named = `${folder.slice(folder.lastIndexOf('node_modules/') + 13)}/${inside}`;
			const whole = statSync(file).isDirectory() ? `${named}/` : named;
			return !unused.some((pattern) => pattern.test(whole));
		}
	});
}
symlinkSync('src/setup/techfin', path.join(stage, 'techfin'));

async function sha256(file) {
	const hash = createHash('sha256');
	for await (const piece of createReadStream(file)) hash.update(piece);
	return hash.digest('hex');
}

const files = readdirSync(stage, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile())
	.map((entry) => path.relative(stage, path.join(entry.parentPath, entry.name)))
	.sort();
const sums = [];
for (const file of files) sums.push(`${await sha256(path.join(stage, file))}  ${file}\n`);
writeFileSync(path.join(stage, 'SHA256SUMS'), sums.join(''));

const archive = path.join(to, `${name}.tar.gz`);
must('tar', [
	'--sort=name',
	'--owner=0',
	'--group=0',
	'--numeric-owner',
	'--mode=u+rwX,go+rX,go-w',
	'-czf',
	archive,
	'-C',
	to,
	name
]);
writeFileSync(`${archive}.sha256`, `${await sha256(archive)}  ${path.basename(archive)}\n`);
rmSync(stage, { recursive: true });
console.log(
	`\n安装包：${archive}（${Math.round(statSync(archive).size / 1024 ** 2)} MB，${files.length} 个文件）`
);
console.log(`校验值：${archive}.sha256`);
