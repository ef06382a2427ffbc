import { rmSync } from 'node:fs';
import process from 'node:process';

/** Throws the ledger of the run away. */
export default function teardown(): void {
	if (process.env.E2E_DATA) rmSync(process.env.E2E_DATA, { recursive: true, force: true });
}
