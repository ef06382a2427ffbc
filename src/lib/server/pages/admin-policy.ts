import { controls, type ControlId } from '#policy/controls.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { control } from '#lib/server/access/controls.ts';
import { may } from '#lib/server/access/rights.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { demand } from '#lib/server/ledger/scope.ts';
import { moment } from '#core/moment.ts';

/** 安全策略 as it holds, with its bounds and who set it when. */
export function controlList(ledger: Ledger, asker: Asker) {
	demand(may(asker, 'security'));
	const set = prepared(
		ledger.db,
		'select c.id, c.setAt, u.name from control c left join user u on u.id = c.setBy'
	).all() as { id: string; setAt: string; name: string | null }[];
	const own = new Map(set.map((one) => [one.id, `${one.name ?? '控制台'}　${moment(one.setAt)}`]));
	return Object.entries(controls).map(([id, { label, unit, usual, least, most, basis }]) => ({
		id,
		label,
		unit,
		usual,
		least,
		most,
		basis,
		value: control(ledger, id as ControlId),
		set: own.get(id) ?? null
	}));
}
