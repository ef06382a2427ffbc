import { controls, type ControlId } from '#policy/controls.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import type { Asker } from './asker.ts';
import { may } from './rights.ts';

/** The value of a control as it holds here: this installation's own, or the usual one; never beyond the bounds. */
export function control(ledger: Ledger, id: ControlId): number {
	const { usual, least, most } = controls[id];
	const own = prepared(ledger.db, 'select value from control where id = ?').pluck().get(id) as
		string | undefined;
	return own === undefined ? usual : Math.min(most, Math.max(least, Number(own)));
}

/** Sets a control within its bounds. */
export function setControl(ledger: Ledger, asker: Asker, id: string, value: number): void {
	if (!may(asker, 'security')) throw new Refused('没有找到', 404);
	if (!Object.hasOwn(controls, id)) throw new Refused(`没有安全策略“${id}”`, 400);
	const { label, least, most, unit } = controls[id as ControlId];
	if (!Number.isInteger(value) || value < least || value > most)
		throw new Refused(`${label}应为 ${least} 至 ${most} ${unit}之间的整数`, 400);
	ledger.db
		.transaction(() => {
			const before = control(ledger, id as ControlId);
			if (before === value) return;
			prepared(
				ledger.db,
				`insert into control (id, value, setBy, setAt) values (@id, @value, @by, @at)
				on conflict (id) do update set value = @value, setBy = @by, setAt = @at`
			).run({ id, value: String(value), by: asker.user, at: ledger.now().toISOString() });
			record(ledger, asker, 'control.set', `control:${id}`, { before, value });
		})
		.immediate();
}
