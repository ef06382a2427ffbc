import process from 'node:process';
import { build, installPackages, installTestTools, node, root, run } from './install.mjs';

// The load of the reliability targets, on the system as it is built; options are those of tests/load/run.ts.
process.chdir(root);
installPackages();
if (!process.argv.includes('--quick')) installTestTools();
build();
process.exitCode = run(node, [
	'--disable-warning=ExperimentalWarning',
	'tests/load/run.ts',
	...process.argv.slice(2)
]);
