import BetterSqlite3, { type Database } from 'better-sqlite3';
import { applied, migrations, migrationTable } from './migrate.ts';

type Shape = ReadonlyMap<string, string>;

const kinds: Readonly<Record<string, string>> = {
	table: '表',
	index: '索引',
	trigger: '触发器',
	view: '视图'
};

/** Everything a database declares, by kind and name, without differences of layout. */
function shapeOf(db: Database): Shape {
	const rows = db
		.prepare(
			`select type, name, sql from sqlite_schema where sql is not null and name not like 'sqlite\\_%' escape '\\'`
		)
		.raw()
		.all() as [string, string, string][];
	return new Map(
		rows.map(([type, name, sql]) => [`${kinds[type]} ${name}`, sql.replace(/\s+/g, ' ').trim()])
	);
}

const known = new Map<string, Shape>();

/** What the first so many of our migrations make. */
function declared(count: number): Shape {
	const ours = migrations().slice(0, count);
	const key = ours.map(({ sha256 }) => sha256).join();
	let shape = known.get(key);
	if (!shape) {
		const db = new BetterSqlite3(':memory:');
		db.exec(migrationTable);
		for (const { text } of ours) db.exec(text);
		known.set(key, (shape = shapeOf(db)));
		db.close();
	}
	return shape;
}

/** Where a ledger's schema is not what its migrations make: a trigger dropped, an index added, a table altered. */
export function schemaFaults(db: Database): string[] {
	const should = declared(applied(db).length);
	const is = shapeOf(db);
	return [
		...[...should].flatMap(([name, sql]) =>
			is.has(name) ? (is.get(name) === sql ? [] : [`${name}被改动`]) : [`缺少${name}`]
		),
		...[...is.keys()].filter((name) => !should.has(name)).map((name) => `多出${name}`)
	];
}
