import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

export { factTables } from './facts.ts';

/** 报送机构, administered by the dataset `institution`. */
export const institution = sqliteTable('institution', {
	id: text().primaryKey(),
	uscc: text().notNull(),
	code14: text(),
	name: text().notNull(),
	shortName: text().notNull(),
	kind: text().notNull(),
	peerGroup: text(),
	sort: integer().notNull(),
	from: text().notNull(),
	until: text()
});

/** Facts about the ledger itself: whether it holds demo data, when it was made. */
export const setting = sqliteTable('setting', { key: text().primaryKey(), value: text().notNull() });

/** Dated parameter values of this installation, such as period-end mid rates; `key` is empty where there is only one. */
export const parameter = sqliteTable(
	'parameter',
	{
		id: text().notNull(),
		key: text().notNull().default(''),
		from: text().notNull(),
		until: text(),
		value: text().notNull()
	},
	(t) => [primaryKey({ columns: [t.id, t.key, t.from] })]
);

/** 口径变更账: from this month a dataset counts something else, so nothing resting on it is compared across. */
export const definitionBreak = sqliteTable(
	'definition_break',
	{
		dataset: text().notNull(),
		from: text().notNull(),
		note: text().notNull(),
		recordedBy: integer().references(() => user.id),
		recordedAt: text().notNull()
	},
	(t) => [primaryKey({ columns: [t.dataset, t.from] })]
);

/** 用户. `password` carries its scheme: `argon2id$…`; `*` opens nothing, until its holder has set one by a link. */
export const user = sqliteTable('user', {
	id: integer().primaryKey({ autoIncrement: true }),
	username: text().notNull().unique(),
	name: text().notNull(),
	/** analyst · unit · institution · leader · system · security · audit */
	role: text().notNull(),
	institution: text().references(() => institution.id),
	unit: text(),
	/** 密级许可, 1–4: the most sensitive data the person may see. */
	clearance: integer().notNull().default(2),
	/** 明细许可: may unmask enterprises and their loans, each time with a purpose. */
	rawRead: integer({ mode: 'boolean' }).notNull().default(false),
	password: text().notNull(),
	/** When it was last set; it ages from then. */
	passwordAt: text(),
	mustChange: integer({ mode: 'boolean' }).notNull().default(false),
	/** Second factor: the secret, sealed; the last step used, so that no code works twice; since when. */
	secondSecret: text(),
	secondStep: integer().notNull().default(0),
	secondSince: text(),
	secondFailures: integer().notNull().default(0),
	failures: integer().notNull().default(0),
	lockedUntil: text(),
	disabled: integer({ mode: 'boolean' }).notNull().default(false),
	createdAt: text().notNull(),
	/** Last sign-in; an account that nobody uses is closed after a while. */
	seenAt: text()
});

/** Passwords somebody had before, so that they are not taken again. */
export const formerPassword = sqliteTable(
	'former_password',
	{
		id: integer().primaryKey({ autoIncrement: true }),
		user: integer()
			.notNull()
			.references(() => user.id),
		password: text().notNull(),
		at: text().notNull()
	},
	(t) => [index('former_password_user').on(t.user)]
);

/** Recovery codes by their hash; each opens once. */
export const recoveryCode = sqliteTable(
	'recovery_code',
	{
		hash: text().primaryKey(),
		user: integer()
			.notNull()
			.references(() => user.id),
		usedAt: text()
	},
	(t) => [index('recovery_code_user').on(t.user)]
);

/** One-time links by the hash of their token: to set a password, or to become the first administrator of a kind. */
export const link = sqliteTable('link', {
	hash: text().primaryKey(),
	user: integer().references(() => user.id),
	/** Of the first administrator of a kind, who has no account yet. */
	role: text(),
	madeBy: integer().references(() => user.id),
	madeAt: text().notNull(),
	expiresAt: text().notNull(),
	usedAt: text()
});

/** Somebody who gave the right password and still owes the second factor. No session yet. */
export const ticket = sqliteTable('ticket', {
	hash: text().primaryKey(),
	user: integer()
		.notNull()
		.references(() => user.id),
	address: text(),
	madeAt: text().notNull()
});

/** 授权申请: proposed by one administrator, decided by another. Without `user` it asks for a new account. */
export const grantRequest = sqliteTable(
	'grant_request',
	{
		id: integer().primaryKey({ autoIncrement: true }),
		user: integer().references(() => user.id),
		username: text().notNull(),
		name: text().notNull(),
		role: text().notNull(),
		institution: text().references(() => institution.id),
		unit: text(),
		clearance: integer().notNull(),
		rawRead: integer({ mode: 'boolean' }).notNull(),
		reason: text().notNull(),
		/** `null`: at the console. */
		proposedBy: integer().references(() => user.id),
		proposedAt: text().notNull(),
		decidedBy: integer().references(() => user.id),
		decidedAt: text(),
		/** approved · rejected · withdrawn */
		decision: text(),
		note: text()
	},
	(t) => [index('grant_request_open').on(t.decidedAt)]
);

/** 安全策略: values of the controls that this installation has set itself. */
export const control = sqliteTable('control', {
	id: text().primaryKey(),
	value: text().notNull(),
	setBy: integer().references(() => user.id),
	setAt: text().notNull()
});

/** Sessions by the hash of their token; those that ended stay a while, to say why. */
export const session = sqliteTable(
	'session',
	{
		hash: text().primaryKey(),
		user: integer()
			.notNull()
			.references(() => user.id),
		createdAt: text().notNull(),
		seenAt: text().notNull(),
		address: text(),
		/** When the holder last proved who they are, and whether with the second factor. */
		provedAt: text(),
		second: integer({ mode: 'boolean' }).notNull().default(false),
		/** What for, and until when, enterprises are shown unmasked. */
		purpose: text(),
		purposeUntil: text(),
		/** displaced · changed · revoked · signedOut */
		ended: text()
	},
	(t) => [index('session_user').on(t.user)]
);

/** 报送任务: what one institution owes for one dataset and period. */
export const filing = sqliteTable(
	'filing',
	{
		id: integer().primaryKey({ autoIncrement: true }),
		dataset: text().notNull(),
		institution: text()
			.notNull()
			.references(() => institution.id),
		period: text().notNull(),
		dueOn: text(),
		/** Whether it is owed, or only came in (event registers). */
		expected: integer({ mode: 'boolean' }).notNull(),
		/** Reason of the last return by the analyst, and who returned it when; cleared by the next acceptance. */
		returnedReason: text(),
		returnedBy: integer().references(() => user.id),
		returnedAt: text()
	},
	(t) => [
		uniqueIndex('filing_once').on(t.dataset, t.period, t.institution),
		index('filing_institution').on(t.institution, t.period)
	]
);

/** 报送批次: one received file for a filing; immutable but for its state. */
export const submission = sqliteTable(
	'submission',
	{
		/** Also the order of things: a later submission has a greater id. */
		id: integer().primaryKey({ autoIncrement: true }),
		filing: integer()
			.notNull()
			.references(() => filing.id),
		/** 第 n 次报送 of the filing, from 1. */
		number: integer().notNull(),
		/** 回执号, such as `2026-09-CCB-0002`. */
		receipt: text().notNull().unique(),
		fileName: text().notNull(),
		sha256: text().notNull(),
		size: integer().notNull(),
		layout: text(),
		sheet: text(),
		/** complete 全量 · additions 增量; complete for stock and flow. */
		mode: text().notNull().default('complete'),
		/** received · checking · refused · explaining · ready · accepted · superseded · returned · withdrawn · failed */
		state: text().notNull(),
		/** Rows read, rows blank, and how far checking has come (0–100). */
		rows: integer(),
		progress: integer().notNull().default(0),
		blocking: integer().notNull().default(0),
		explainable: integer().notNull().default(0),
		failure: text(),
		uploadedBy: integer().references(() => user.id),
		uploadedAt: text().notNull(),
		checkedAt: text(),
		signedBy: integer().references(() => user.id),
		signedAt: text(),
		acceptedAt: text(),
		/** When its successor was accepted. In force at t: acceptedAt ≤ t < endedAt. */
		endedAt: text(),
		/** Physical header line and first/last data line, and the column letters by column name (JSON), for the passport. */
		headerLine: integer(),
		firstLine: integer(),
		lastLine: integer(),
		letters: text(),
		/** What was read in another form than written, as JSON (`ReadingNote[]`): full-width digits, labels for codes. */
		notes: text()
	},
	(t) => [
		index('submission_filing').on(t.filing),
		uniqueIndex('submission_in_force')
			.on(t.filing)
			.where(sql`acceptedAt is not null and endedAt is null and mode = 'complete'`)
	]
);

/** 校验结果: one cell-addressed result of a check. */
export const finding = sqliteTable(
	'finding',
	{
		id: integer().primaryKey({ autoIncrement: true }),
		submission: integer()
			.notNull()
			.references(() => submission.id),
		check: text().notNull(),
		severity: text().notNull(),
		/** `存量!E1047`, `第12行 第5列`, or `全表`. */
		where: text().notNull(),
		line: integer(),
		/** Column names, comma separated; the first is the one to click. */
		columns: text().notNull(),
		seen: text(),
		message: text().notNull(),
		remedy: text().notNull(),
		/** Absolute amount of the row in 分, so that findings can be sorted by weight; below nothing, how many findings this one stands for. */
		weight: integer().notNull().default(0),
		explanation: text(),
		explainedBy: integer().references(() => user.id),
		explainedAt: text(),
		/** 沿用: carried over from the filing's previous submission or period. */
		carried: integer({ mode: 'boolean' }).notNull().default(false)
	},
	(t) => [
		index('finding_check').on(t.submission, t.check, t.id),
		index('finding_line').on(t.submission, t.line),
		index('finding_weight').on(t.submission, t.weight)
	]
);

/** Append-only trail; each entry carries the hash of the one before. */
export const audit = sqliteTable('audit', {
	seq: integer().primaryKey({ autoIncrement: true }),
	at: text().notNull(),
	user: integer(),
	action: text().notNull(),
	target: text().notNull(),
	detail: text().notNull(),
	previous: text().notNull(),
	hash: text().notNull()
});

/** The trail's head as it was written to the anchor file at the end of a day. */
export const auditAnchor = sqliteTable('audit_anchor', {
	day: text().primaryKey(),
	seq: integer().notNull(),
	hash: text().notNull(),
	at: text().notNull()
});

/** Entries of the trail moved to a file once they were older than must be kept at hand; the chain goes on from the last. */
export const auditArchive = sqliteTable('audit_archive', {
	through: integer().primaryKey(),
	/** Hash of the entry `through`, and SHA-256 of the file. */
	hash: text().notNull(),
	file: text().notNull(),
	sha256: text().notNull(),
	at: text().notNull()
});

/** Work that outlives a request. */
export const job = sqliteTable(
	'job',
	{
		id: integer().primaryKey({ autoIncrement: true }),
		kind: text().notNull(),
		payload: text().notNull(),
		/** queued · running · done · failed */
		state: text().notNull(),
		runAt: text().notNull(),
		leaseUntil: text(),
		attempts: integer().notNull().default(0),
		progress: integer().notNull().default(0),
		message: text(),
		/** At most one queued or running job of this name. */
		once: text()
	},
	(t) => [
		index('job_next').on(t.state, t.runAt),
		uniqueIndex('job_once')
			.on(t.once)
			.where(sql`once is not null and state in ('queued','running')`)
	]
);

/** 数据版本: counts what came into force for a month, so that every value can name its version. */
export const periodVersion = sqliteTable('period_version', {
	period: text().primaryKey(),
	version: integer().notNull(),
	changedAt: text().notNull()
});

/** Aggregates of one cube for one month and none, one or two dimension values; `value` is the cube's leaves in order. */
export const cell = sqliteTable(
	'cell',
	{
		cube: text().notNull(),
		/** '' · 'institution' · 'district,institution' (names sorted). */
		dims: text().notNull(),
		k1: text().notNull(),
		k2: text().notNull(),
		period: text().notNull(),
		value: text().notNull()
	},
	(t) => [
		primaryKey({ columns: [t.cube, t.dims, t.k1, t.k2, t.period] }),
		index('cell_period').on(t.cube, t.period, t.dims)
	]
);

/** Whether a cube's month is up to date: `dirtySince` set until it is rebuilt; `shape` names the leaves it was built with. */
export const cellState = sqliteTable(
	'cell_state',
	{
		cube: text().notNull(),
		period: text().notNull(),
		shape: text().notNull(),
		builtAt: text(),
		dirtySince: text()
	},
	(t) => [primaryKey({ columns: [t.cube, t.period] })]
);

/** The roster as of each month's end: one row per enterprise, labels as a bit set in code-list order. Derived. */
export const rosterOn = sqliteTable(
	'roster_on',
	{
		period: text().notNull(),
		uscc: text().notNull(),
		labels: integer().notNull(),
		district: text().notNull(),
		industry: text().notNull(),
		size: text().notNull(),
		ownership: text()
	},
	(t) => [primaryKey({ columns: [t.period, t.uscc] })]
);
