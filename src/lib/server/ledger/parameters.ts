import { isDate } from '#core/period.ts';
import { compare, fromDecimal, rational } from '#core/rational.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { may } from '#lib/server/access/rights.ts';
import { enqueue } from '#lib/server/jobs/queue.ts';
import { cubes } from '#lib/server/warehouse/cubes.ts';
import {
	keysOf,
	parameters,
	withParameters,
	type ParameterId,
	type ParameterLine,
	type ParameterLookUp
} from '#policy/parameters.ts';
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

/** Why a value of our own was entered, as the trail has it; `null` if nobody said or it is archived. */
export function reasonFor(ledger: Ledger, { id, key, from }: ParameterLine): string | null {
	const said = prepared(
		ledger.db,
		`select detail from audit where action = 'parameter.set' and target = ? and detail ->> 'from' = ?
		and coalesce(detail ->> 'key', '') = ? order by seq desc limit 1`
	)
		.pluck()
		.get(`parameter:${id}`, from, key ?? '') as string | undefined;
	return said === undefined ? null : ((JSON.parse(said) as { reason?: string }).reason ?? null);
}

/** What is wrong with a line to be entered, in a sentence; `null` if nothing is. */
function lineFault({ from, until, key, value }: ParameterLine, id: ParameterId): string | null {
	const { label, unit } = parameters[id];
	const keys = keysOf(id);
	if (keys.length && !keys.some((one) => one.key === key))
		return `${label}须指明：${keys.map((one) => `${one.key} ${one.label}`).join('、')}`;
	if (!keys.length && key) return `${label}只有一个值，不分“${key}”`;
	if (!isDate(from)) return '生效日期应为存在的日期，如 2026-09-30';
	if (until !== undefined && !isDate(until)) return '截止日期应为存在的日期，如 2026-12-31';
	if (until !== undefined && until < from) return '截止日期早于生效日期';
	if (!/^\d{1,15}(\.\d{1,8})?$/.test(value)) return `值应为不带千分位的数，如 7.1027，现为“${value}”`;
	const exact = fromDecimal(value);
	if (unit === '是/否' && value !== '0' && value !== '1') return `${label}只能是 1（是）或 0（否）`;
	if (unit === '比例' && compare(exact, rational(1)) > 0)
		return `${label}为比例，如 0.5 表示 50%，不得大于 1`;
	return null;
}

/** Enters a dated value, with the reason if one is given; a value of the same parameter, key and day is replaced. Cells built under another are rolled up anew. */
export function setParameter(ledger: Ledger, asker: Asker, line: ParameterLine, reason?: string): void {
	if (!may(asker, 'review')) throw new Refused('没有找到', 404);
	if (reason !== undefined && reason.trim().length < 4) throw new Refused('请写明理由，至少 4 个字', 400);
	if (!Object.hasOwn(parameters, line.id)) throw new Refused(`没有参数 ${line.id}`, 400);
	const wrong = lineFault(line, line.id as ParameterId);
	if (wrong) throw new Refused(wrong, 400);
	ledger.db
		.transaction(() => {
			prepared(
				ledger.db,
				'insert or replace into parameter (id, key, "from", until, value) values (?, ?, ?, ?, ?)'
			).run(line.id, line.key ?? '', line.from, line.until ?? null, line.value);
			if ([...cubes().values()].some(({ parameters: on }) => on.some((id) => id === line.id)))
				enqueue(ledger, 'rebuild', {}, 'rebuild');
			record(ledger, asker, 'parameter.set', `parameter:${line.id}`, {
				...line,
				...(reason !== undefined && { reason: reason.trim() })
			});
		})
		.immediate();
}
