import module from 'node:module';
import { compiled } from './install.mjs';

// Compiled code is kept between runs: most of a short command's time would go into compiling it again.
module.enableCompileCache(compiled);
await import('../cli.ts');
