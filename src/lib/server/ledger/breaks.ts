import { isMonth, type Period } from '#core/period.ts';
import { datasetOf } from '#datasets/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { may } from '#lib/server/access/rights.ts';
import { prepared, type Ledger } from './open.ts';
import { Refused } from './scope.ts';
import { record } from './trail.ts';

/** 口径变更: from this month on a dataset counts something else than before. */
export interface DefinitionBreak {
	readonly dataset: string;
	readonly from: Period;
	readonly note: string;
}

/** Every break entered in this installation, oldest first. */
export const definitionBreaks = (ledger: Ledger): DefinitionBreak[] =>
	prepared(
		ledger.db,
		'select dataset, "from", note from definition_break order by "from", dataset'
	).all() as DefinitionBreak[];

/** Enters a break; growth of what rests on the dataset is refused across it from then on. */
export function recordBreak(ledger: Ledger, asker: Asker, given: DefinitionBreak): void {
	if (!may(asker, 'review')) throw new Refused('没有找到', 404);
	if (!isMonth(given.from)) throw new Refused('口径变更的起始月份应如 2025-01', 400);
	if (given.note.trim().length < 4) throw new Refused('请写明口径变更的内容', 400);
	const { id } = datasetOf(given.dataset);
	ledger.db
		.transaction(() => {
			prepared(ledger.db, 'insert or replace into definition_break values (?, ?, ?, ?, ?)').run(
				id,
				given.from,
				given.note.trim(),
				asker.user,
				ledger.now().toISOString()
			);
			record(ledger, asker, 'break.record', `dataset:${id}`, { ...given });
		})
		.immediate();
}
