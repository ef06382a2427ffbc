import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

// Protects the dependency rule: data moves left to right, and nothing knows what is to its right.
const root = path.resolve(import.meta.dirname, '../..');
const pure = [
	'core',
	'policy',
	'codes',
	'datasets',
	'checks',
	'formula',
	'indicators',
	'figures',
	'demo',
	'reports'
];
const mayImport: Record<string, readonly string[]> = {
	core: [],
	codes: ['core'],
	policy: ['core', 'codes'],
	datasets: ['core', 'codes', 'policy'],
	checks: ['core', 'codes', 'policy', 'datasets'],
	formula: ['core', 'codes', 'policy', 'datasets'],
	indicators: ['core', 'codes', 'policy', 'datasets', 'formula'],
	figures: ['core', 'codes', 'policy', 'datasets', 'formula', 'indicators'],
	reports: ['core', 'codes', 'policy', 'datasets', 'formula', 'indicators', 'figures'],
	demo: ['core', 'codes', 'policy', 'datasets'],
	drizzle: ['core', 'codes', 'datasets'],
	'lib/charts': ['core', 'figures'],
	'lib/components': ['core', 'codes', 'figures', 'lib/charts'],
	'lib/server': [...pure, 'drizzle', 'lib/charts'],
	routes: [...pure, 'lib/server', 'lib/components', 'lib/charts']
};

interface Source {
	readonly file: string;
	readonly layer: string;
	readonly text: string;
	readonly imports: readonly string[];
}

function layerOf(file: string): string | null {
	const parts = file.split('/');
	if (parts[0] === 'src' && parts[1] === 'lib') return `lib/${parts[2]}`;
	if (parts[0] === 'src') return parts.length > 2 ? parts[1]! : null;
	return parts[0]!;
}

const importPattern =
	/(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function sources(): Source[] {
	return ['src', 'routes', 'reports', 'drizzle'].flatMap((folder) =>
		readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
			.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
			.filter((file) => /\.(ts|svelte)$/.test(file) && !file.endsWith('.d.ts'))
			.flatMap((file) => {
				const layer = layerOf(file);
				if (!layer || !(layer in mayImport)) return [];
				const text = readFileSync(path.join(root, file), 'utf8');
				const imports = [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2]!);
				return [{ file, layer, text, imports }];
			})
	);
}

/** The layer an import leads to; `null` for a package. */
function target(source: Source, name: string): string | null {
	if (name.startsWith('#')) return layerOf(name.replace(/^#(?=reports|drizzle)/, '').replace(/^#/, 'src/'));
	if (!name.startsWith('.')) return null;
	return layerOf(path.posix.normalize(path.posix.join(path.posix.dirname(source.file), name)));
}

const all = sources();

describe('layers', () => {
	it('are all there to be read', () => {
		expect(new Set(all.map((source) => source.layer)).size).toBeGreaterThan(10);
	});

	it('import only what stands to their left', () => {
		const reversed = all.flatMap((source) =>
			source.imports
				.map((name) => target(source, name))
				.filter((to): to is string => to !== null && to !== source.layer && to in mayImport)
				.filter((to) => !mayImport[source.layer]!.includes(to))
				.map((to) => `${source.file} → ${to}`)
		);
		expect(reversed).toEqual([]);
	});

	it('keep declarations pure: no framework, Node, clock or chance', () => {
		const impure = all
			.filter((source) => pure.includes(source.layer))
			.flatMap((source) => {
				const packages = source.imports.filter((name) => !name.startsWith('#') && !name.startsWith('.'));
				const clock = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/.exec(source.text);
				return [...packages, ...(clock ? [clock[0]] : [])].map((what) => `${source.file} uses ${what}`);
			});
		expect(impure).toEqual([]);
	});

	it('keep SQL out of routes, and files and workbooks in lib/server', () => {
		const server = ['better-sqlite3', 'drizzle-orm', 'exceljs', 'fflate'];
		const astray = all
			.filter((source) => !['lib/server', 'drizzle'].includes(source.layer))
			.flatMap((source) =>
				source.imports
					.filter((name) => server.some((one) => name.startsWith(one)))
					.map((name) => `${source.file} → ${name}`)
			);
		const sql = all
			.filter(
				(source) =>
					source.layer === 'routes' && /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s/.test(source.text)
			)
			.map((source) => `${source.file} holds SQL`);
		expect([...astray, ...sql]).toEqual([]);
	});

	it('leave ECharts to charts and the components that draw them', () => {
		const astray = all
			.filter((source) => !['lib/charts', 'lib/components'].includes(source.layer))
			.filter((source) => source.imports.some((name) => name.startsWith('echarts')))
			.map((source) => source.file);
		expect(astray).toEqual([]);
	});
});
