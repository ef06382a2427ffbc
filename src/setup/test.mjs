import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { build, installPackages, installTestTools, root, run } from './install.mjs';

// Types, lint, unit, golden, integration, then the built app in a browser. Every step runs, whatever failed before.
process.chdir(root);
installPackages();
installTestTools();

const results = mkdtempSync(path.join(os.tmpdir(), 'techfin-test-'));
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const total = { passed: 0, failed: 0, skipped: 0 };

function step(title, command, args, options) {
	console.log(`\n── ${title}`);
	const started = Date.now();
	const code = run(command, args, options);
	console.log(`   ${((Date.now() - started) / 1000).toFixed(1)} s`);
	return code;
}
function count(passed, failed, skipped = 0) {
	total.passed += passed;
	total.failed += failed;
	total.skipped += skipped;
}
const single = (code) => count(code === 0 ? 1 : 0, code === 0 ? 0 : 1);
function report(file) {
	try {
		return JSON.parse(readFileSync(path.join(results, file), 'utf8'));
	} catch {
		return null;
	}
}

run(bin('svelte-kit'), ['sync']);
single(
	step('类型', bin('svelte-check'), [
		'--tsconfig',
		'./tsconfig.json',
		'--output',
		'human',
		'--threshold',
		'error'
	])
);
single(step('规范', bin('eslint'), ['.']));

console.log('\n── 构建');
build();

const code = step('单元、黄金文件、集成', bin('vitest'), [
	'run',
	'--reporter=default',
	'--reporter=json',
	`--outputFile.json=${path.join(results, 'vitest.json')}`
]);
const tests = report('vitest.json');
if (tests) count(tests.numPassedTests, tests.numFailedTests || (code ? 1 : 0), tests.numPendingTests);
else count(0, 1);

const browser = step('浏览器', bin('playwright'), ['test', '--config', 'tests/e2e/playwright.config.ts'], {
	env: { PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(results, 'browser.json') }
});
const pages = report('browser.json');
if (pages) {
	const { expected, unexpected, flaky, skipped } = pages.stats;
	count(expected, unexpected + flaky || (browser ? 1 : 0), skipped);
} else count(0, 1);

rmSync(results, { recursive: true, force: true });
const skipped = total.skipped ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed ? 1 : 0;
