import { fileURLToPath } from 'node:url';
import publishedSeries from '#datasets/published-series.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { submitFile, type Submitted } from './submit.ts';

/** Under whose name published figures stand. It is nobody, so it has no credit code and its time is over as it begins. */
const holder = {
	id: 'published',
	uscc: '',
	name: '公开发布数据',
	shortName: '公开发布',
	kind: 'unit',
	sort: 9999,
	from: '2022-09-22',
	until: '2022-09-22'
} as const;

/** Takes the published figures that come with the product through the intake, with their sources as they are. */
export function loadPublished(ledger: Ledger): Promise<Submitted> {
	ledger.db
		.transaction(() => {
			prepared(
				ledger.db,
				`insert or ignore into institution (id, uscc, name, shortName, kind, sort, "from", until)
				values (@id, @uscc, @name, @shortName, @kind, @sort, @from, @until)`
			).run(holder);
			record(ledger, consoleAsker, 'institution.put', `institution:${holder.id}`, { ...holder });
		})
		.immediate();
	return submitFile(ledger, consoleAsker, {
		dataset: publishedSeries.id,
		institution: holder.id,
		period: '2022-09',
		path: fileURLToPath(new URL('../../../policy/published-figures.csv', import.meta.url)),
		explain: '按公布数转载，来源和发布日期见各行，使用前须与官方网站核对',
		accept: true,
		rebuild: 'mine'
	});
}
