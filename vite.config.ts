import { availableParallelism } from 'node:os';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

process.env.TZ ??= 'Asia/Shanghai';

export default defineConfig({
	plugins: [sveltekit()],
	ssr: { external: ['better-sqlite3', 'exceljs', '@napi-rs/canvas'] },
	test: {
		include: ['tests/{unit,golden,integration,abuse,faults}/**/*.test.ts'],
		environment: 'node',
		// Many tests wait for processes of their own: one worker alone would leave the machine idle.
		maxWorkers: Math.max(2, availableParallelism() - 1),
		testTimeout: 30_000,
		hookTimeout: 120_000,
		env: { TZ: 'Asia/Shanghai' }
	}
});
