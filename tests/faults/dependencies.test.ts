import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
	readonly version?: string;
	readonly integrity?: string;
	readonly resolved?: string;
	readonly link?: boolean;
	readonly hasInstallScript?: boolean;
}
const text = readFileSync('package-lock.json', 'utf8');
const lock = JSON.parse(text) as { lockfileVersion: number; packages: Record<string, Locked> };
const own = JSON.parse(readFileSync('package.json', 'utf8')) as {
	dependencies: Record<string, string>;
	devDependencies: Record<string, string>;
	allowScripts: Record<string, boolean>;
};
const packages = Object.entries(lock.packages).filter(([at]) => at !== '');
const nameOf = (at: string): string => at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length);

// Protects from a package that is not the one that was looked at.
describe('E12: dependencies', () => {
	it('are pinned, ours to the very version, and every one by its digest', () => {
		expect(packages.length).toBeGreaterThan(100);
		const all = { ...own.dependencies, ...own.devDependencies };
		for (const [name, version] of Object.entries(all)) {
			expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/)]);
			expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
		}
		expect(packages.filter(([, one]) => !one.integrity?.startsWith('sha512-') || one.link)).toEqual([]);
	});

	it('come from wherever the installation gets its packages: no address is written down', () => {
		expect(packages.filter(([, one]) => one.resolved !== undefined).map(([at]) => at)).toEqual([]);
		expect(text).not.toMatch(/"(resolved|registry)"|git\+|github:|file:/);
		expect(readFileSync('.npmrc', 'utf8')).not.toMatch(/registry=|_auth|token/i);
	});

	it('run nothing when they are installed, but the one that may', () => {
		expect(own.allowScripts).toEqual({ node: true });
		const scripted = new Set(packages.filter(([, one]) => one.hasInstallScript).map(([at]) => nameOf(at)));
		// esbuild only looks whether its binary runs; it is there without that.
		expect([...scripted].sort()).toEqual(['esbuild', 'node']);
	});

	it('none with a hole we know of: drizzle-orm, ECharts, SvelteKit and its adapter are past their fixes', () => {
		const atLeast = (name: string, ...least: number[]) => {
			const parts = lock.packages[`node_modules/${name}`]!.version!.split(/[.-]/).map(Number);
			const at = least.findIndex((part, i) => parts[i] !== part);
			expect([name, at < 0 || parts[at]! > least[at]!]).toEqual([name, true]);
		};
		atLeast('drizzle-orm', 0, 45, 2);
		atLeast('echarts', 6, 1, 0);
		atLeast('@sveltejs/adapter-node', 5, 5, 4);
	});
});
