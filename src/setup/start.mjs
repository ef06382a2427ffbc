import process from 'node:process';
import { build, installPackages, node, root, run, serverFlags } from './install.mjs';

// `npm start` shows the demo; `npm run serve` opens a real installation.
const mode = process.argv.includes('--serve') ? 'serve' : 'demo';

process.chdir(root);
installPackages();
build();
process.exitCode = run(node, [...serverFlags, 'src/serve.ts', mode]);
