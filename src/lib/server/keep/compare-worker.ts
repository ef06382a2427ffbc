import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { piecesOf } from './contents.ts';
import { onCopy } from './copy.ts';
import { each, readNow } from './pieces.ts';
import { recomputed } from './rebuild-raw.ts';
import { measure } from './stored.ts';
import { troubleIn } from '#lib/server/ledger/trouble.ts';

process.umask(0o077);
process.once('disconnect', () => process.exit(1));
const dir = process.argv[2]!;
try {
	await onCopy(dir, async (copy) => {
		const pieces = piecesOf(copy.db);
		const wholly = readNow(pieces, new Date());
		const files: string[] = [];
		await each(pieces, async (piece) => {
			const path = join(dir, piece.place);
			if (!existsSync(path)) files.push(`${piece.place} 不在`);
			else if (piece.size !== null && statSync(path).size !== piece.size)
				files.push(`${piece.place} 长度不对`);
			else if (wholly.has(piece) && (await measure(path)).sha256 !== piece.sha256)
				files.push(`${piece.place} 与其摘要不符`);
		});
		const differs = recomputed(copy).flatMap((one) => one.differs.map((part) => `${one.table} ${part}`));
		process.send?.({ differs, files: files.sort() });
	});
} catch (cause) {
	console.error(cause);
	process.send?.({ error: troubleIn(cause) });
	process.exitCode = 1;
}
process.removeAllListeners('disconnect');
process.disconnect?.();
