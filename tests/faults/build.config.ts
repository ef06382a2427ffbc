import { sveltekit } from '@sveltejs/kit/vite';
import { defaultServerConditions, defineConfig } from 'vite';

/** The server as it is built for everybody, but with its fault points alive. */
export default defineConfig({
	plugins: [sveltekit()],
	ssr: {
		external: ['better-sqlite3', 'exceljs', '@napi-rs/canvas'],
		resolve: { conditions: ['faults', ...defaultServerConditions] }
	}
});
