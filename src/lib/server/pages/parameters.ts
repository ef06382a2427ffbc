import { endOf } from '#core/period.ts';
import { datasets } from '#datasets/index.ts';
import {
	keyLabel,
	keysOf,
	parameterLines,
	parameters,
	type Parameter,
	type ParameterId
} from '#policy/parameters.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { may } from '#lib/server/access/rights.ts';
import { definitionBreaks } from '#lib/server/ledger/breaks.ts';
import { dayIn } from '#lib/server/ledger/filings.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { ownLines, parametersOf, reasonFor } from '#lib/server/ledger/parameters.ts';
import { demand } from '#lib/server/ledger/scope.ts';
import { toNumber } from '#core/rational.ts';

/** 参数与口径变更: what is in force today, every dated line, and where definitions changed; for analysts. */
export function parametersPage(ledger: Ledger, asker: Asker) {
	demand(may(asker, 'review'));
	const today = dayIn(ledger.now());
	const own = ownLines(ledger);
	const look = parametersOf(ledger);
	const ids = Object.keys(parameters) as ParameterId[];
	return {
		today,
		parameters: ids.map((id) => {
			const { label, unit, source }: Parameter = parameters[id];
			const lines = [
				...parameterLines.map((line) => ({ ...line, own: false, reason: null })),
				...own.map((line) => ({ ...line, own: true, reason: reasonFor(ledger, line) }))
			]
				.filter((line) => line.id === id)
				.sort((a, b) => (a.from < b.from ? 1 : -1));
			const keys = [...new Set(lines.map(({ key }) => key))];
			return {
				id,
				label,
				unit,
				source,
				keys: keysOf(id),
				now: keys.map((key) => {
					const value = look(id, today, key);
					return { key: key ? keyLabel(key) : null, value: value === null ? null : toNumber(value) };
				}),
				lines: lines.map(({ from, until, key, value, own: entered, reason }) => ({
					from,
					until: until ?? null,
					key: key ? keyLabel(key) : null,
					value,
					own: entered,
					reason
				}))
			};
		}),
		datasets: [...datasets.values()].map(({ id, label }) => ({ value: id, label })),
		breaks: definitionBreaks(ledger)
			.map((one) => ({ ...one, label: datasets.get(one.dataset)?.label ?? one.dataset, on: endOf(one.from) }))
			.reverse()
	};
}
