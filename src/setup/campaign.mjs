import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { build, installPackages, installTestTools, node, root, run } from './install.mjs';

// The whole of a campaign, `abuse` or `faults`, and what it proved written into tests/README.md.
const name = process.argv[2];
const folders = {
	abuse: ['tests/abuse', 'tests/unit', 'tests/integration', 'tests/e2e'],
	faults: ['tests/faults', 'tests/integration']
}[name];
if (!folders) throw new Error(`no campaign: ${name}`);

process.chdir(root);
installPackages();
installTestTools();
build();
const results = mkdtempSync(path.join(os.tmpdir(), 'techfin-campaign-'));
const bin = (tool) => path.join(root, 'node_modules', '.bin', tool);
const reports = [path.join(results, 'vitest.json')];
let code = run(
	bin('vitest'),
	[
		'run',
		...folders.filter((one) => one !== 'tests/e2e'),
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${reports[0]}`
	],
	{ env: { WHOLE: '1' } }
);
if (folders.includes('tests/e2e')) {
	reports.push(path.join(results, 'browser.json'));
	code =
		run(bin('playwright'), ['test', '--config', 'tests/e2e/playwright.config.ts'], {
			env: { WHOLE: '1', PLAYWRIGHT_JSON_OUTPUT_NAME: reports[1] }
		}) || code;
}
run(node, ['--disable-warning=ExperimentalWarning', 'tests/catalogue-table.ts', ...reports]);
rmSync(results, { recursive: true, force: true });
process.exitCode = code;
