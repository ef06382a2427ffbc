import process from 'node:process';
import { makeBackup } from './backup.ts';
import type { Kind } from './shelf.ts';
import { troubleIn } from '#lib/server/ledger/trouble.ts';

process.umask(0o077);
// Whoever asked is gone: nobody would hear of this backup.
process.once('disconnect', () => process.exit(1));
const [dir, kind] = process.argv.slice(2) as [string, Kind];
const say = (message: object): void => {
	if (process.send) process.send(message);
	else process.stdout.write(`${JSON.stringify(message)}\n`);
};
try {
	const { manifest, added, removed, seconds } = await makeBackup(dir, kind);
	const { name, faults, madeAt, database } = manifest;
	say({ name, faults, madeAt, size: database.kept.size, added, removed: removed.length, seconds });
} catch (cause) {
	console.error(cause);
	say({ error: troubleIn(cause) });
	process.exitCode = 1;
}
process.removeAllListeners('disconnect');
process.disconnect?.();
