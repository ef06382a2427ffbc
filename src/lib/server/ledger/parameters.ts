import { isDate } from '#core/period.ts';
import { fromDecimal } from '#core/rational.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { may } from '#lib/server/access/rights.ts';
import { enqueue } from '#lib/server/jobs/queue.ts';
import { cubes } from '#lib/server/warehouse/cubes.ts';
import { parameters, withParameters, type ParameterLine, type ParameterLookUp } from '#policy/parameters.ts';
import { prepared, type Ledger } from './open.ts';
import { Refused } from './scope.ts';
import { record } from './trail.ts';

/** The values this installation has entered itself, such as period-end mid rates. */
export const ownLines = (ledger: Ledger): ParameterLine[] =>
	(
		prepared(
			ledger.db,
			'select id, key, "from", until, value from parameter order by id, key, "from"'
		).all() as {
			id: string;
			key: string;
			from: string;
			until: string | null;
			value: string;
		}[]
	).map(({ key, until, ...line }) => ({ ...line, ...(key && { key }), ...(until && { until }) }));

/** Parameters as they hold here: the product's lines with the installation's own on top. */
export const parametersOf = (ledger: Ledger): ParameterLookUp => withParameters(ownLines(ledger));

/** Enters a dated value; a value of the same parameter, key and day is replaced. Cells built under another are rolled up anew. */
export function setParameter(ledger: Ledger, asker: Asker, line: ParameterLine): void {
	if (!may(asker, 'review')) throw new Refused('没有找到', 404);
	if (!(line.id in parameters)) throw new Refused(`没有参数 ${line.id}`, 400);
	if (!isDate(line.from) || (line.until !== undefined && !isDate(line.until)))
		throw new Refused('生效日期应如 2026-09-30', 400);
	fromDecimal(line.value);
	ledger.db
		.transaction(() => {
			prepared(
				ledger.db,
				'insert or replace into parameter (id, key, "from", until, value) values (?, ?, ?, ?, ?)'
			).run(line.id, line.key ?? '', line.from, line.until ?? null, line.value);
			if ([...cubes().values()].some(({ parameters: on }) => on.some((id) => id === line.id)))
				enqueue(ledger, 'rebuild', {}, 'rebuild');
			record(ledger, asker, 'parameter.set', `parameter:${line.id}`, { ...line });
		})
		.immediate();
}
