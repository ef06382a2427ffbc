import { units } from '#codes/unit.ts';
import { moment } from '#core/moment.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { roleLabels, type Asker } from './asker.ts';

/** The name of the institution or office somebody belongs to. */
export function bodyOf(ledger: Ledger, asker: Asker): string | null {
	if (asker.institution)
		return institutions(ledger).find((one) => one.id === asker.institution)?.shortName ?? null;
	return asker.unit ? (units.at.get(asker.unit)?.label ?? null) : null;
}

/** What every file made here says of itself: who saved it, when, and that its data are made up where they are. */
export function exportMark(ledger: Ledger, asker: Asker): string {
	const body = asker.user === null ? null : (bodyOf(ledger, asker) ?? roleLabels[asker.role]);
	const who = [body, asker.name].filter(Boolean).join(' ');
	return `导出：${who} ${moment(ledger.now().toISOString())}${ledger.demo ? ' · 演示数据' : ''}`;
}
