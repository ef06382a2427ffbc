import type { Ledger } from '#lib/server/ledger/open.ts';
import type { Asker } from './asker.ts';
import { control } from './controls.ts';

/**
 * Whether the asker's clearance reaches numbers of the whole city before they are published, or those of single
 * institutions. What an institution filed itself is open to its own people whatever their clearance.
 */
export const isCleared = (ledger: Ledger, asker: Asker, of: 'city' | 'institutions'): boolean =>
	asker.user === null ||
	asker.role === 'institution' ||
	asker.clearance >= control(ledger, of === 'city' ? 'levelAggregate' : 'levelInstitution');
