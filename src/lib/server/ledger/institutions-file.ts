import { basename } from 'node:path';
import { endOf } from '#core/period.ts';
import type { Row } from '#datasets/define.ts';
import institution from '#datasets/institution.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { RowChecker, type Found } from '#lib/server/intake/check-rows.ts';
import { readFile } from '#lib/server/intake/read-file.ts';
import { addInstitution } from './institutions.ts';
import type { Ledger } from './open.ts';

/** Enters the institutions of a workbook or `.csv`: all of them, or none if any cell is wrong. */
export async function importInstitutions(
	ledger: Ledger,
	asker: Asker,
	path: string
): Promise<{
	readonly added: number;
	readonly findings: readonly Pick<Found, 'check' | 'where' | 'message' | 'remedy'>[];
}> {
	const file = await readFile(path, basename(path), institution);
	const findings: Found[] = [];
	const rows: Row<typeof institution>[] = [];
	const period = ledger.now().toISOString().slice(0, 7);
	const checker = new RowChecker(
		institution,
		{
			dataset: institution.id,
			period,
			periodEnd: endOf(period),
			institution: { id: '', uscc: '', name: '', kind: '', code14: null },
			rows: () => null,
			allRows: () => [],
			labelsOf: () => [],
			once: (_key, build) => build(),
			parameter: () => null
		},
		{
			row: (_line, row) => rows.push(row as Row<typeof institution>),
			finding: (found) => findings.push(found)
		},
		file.place
	);
	try {
		for await (const { line, cells } of file.rows) checker.take(line, cells);
	} finally {
		file.close();
	}
	const told = [...file.problems, ...findings].map(({ check, where, message, remedy }) => ({
		check,
		where,
		message,
		remedy
	}));
	if (told.length) return { added: 0, findings: told };
	ledger.db
		.transaction(() => {
			for (const row of rows) {
				const entered = {
					id: row.id!,
					uscc: row.uscc!,
					code14: row.code14,
					name: row.name!,
					shortName: row.shortName!,
					kind: row.kind!,
					peerGroup: row.peerGroup,
					sort: row.sort ?? undefined,
					from: row.from!,
					until: row.until
				};
				addInstitution(ledger, asker, entered, { change: true });
			}
		})
		.immediate();
	return { added: rows.length, findings: [] };
}
