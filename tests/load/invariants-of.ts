import process from 'node:process';
import { openLedger } from '#lib/server/ledger/open.ts';
import { recover } from '#lib/server/jobs/recover.ts';
import { holds } from '../fixtures/invariants.ts';

// Runs in a process of its own, when the server has ended: I1–I8 of the reliability catalogue.
const [dir, receipts, large] = process.argv.slice(2) as [string, string, string?];
const ledger = openLedger(dir, { backedUp: true });
recover(ledger);
holds(ledger, { receipts: JSON.parse(receipts) as string[], large: large === 'large' });
ledger.close();
process.stdout.write('held');
