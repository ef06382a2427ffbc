import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const globals = Object.fromEntries(
	['console', 'process', 'URL', 'fetch', 'document', 'window', 'location', 'navigator', 'structuredClone', 'setTimeout', 'clearTimeout'].map(
		(name) => [name, 'readonly']
	)
);

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'node_modules/', 'data/', 'drizzle/migrations/', 'test-results/'] },
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals },
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'no-eval': 'error',
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'svelte/no-at-html-tags': 'error',
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/prefer-writable-derived': 'off',
			'no-restricted-syntax': [
				'error',
				{
					selector: "CallExpression[callee.property.name='transaction'] > ArrowFunctionExpression[async=true]",
					message: 'a transaction must not be async: what follows the first await is written outside it'
				},
				{
					selector: ":not(MemberExpression[property.name='immediate']) > CallExpression[callee.property.name='transaction']",
					message: 'a transaction must be immediate: one that takes its lock at the first write can fail there at once'
				},
				{
					selector: "MemberExpression[property.name='innerHTML']",
					message: 'innerHTML: let Svelte escape the text'
				},
				{
					selector: "CallExpression[callee.property.name='raw'][callee.object.name='sql']",
					message: 'sql.raw: bind the value instead'
				}
			]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{ files: ['**/*.mjs', '**/*.js'], rules: { 'no-undef': 'off' } }
);
