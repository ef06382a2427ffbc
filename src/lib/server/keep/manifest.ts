import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { migrations, missing } from '#lib/server/ledger/migrate.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { Damaged, scheme, WrongKey, type BackupKey } from './cipher.ts';
import type { Contents } from './contents.ts';
import type { Kind } from './shelf.ts';
import type { Measured } from './stored.ts';

/** The form of backups this version writes; it reads this and older ones. */
export const format = 1;

/** What a backup says of itself. */
export interface Manifest {
	readonly format: number;
	readonly name: string;
	readonly kind: Kind;
	readonly madeAt: string;
	readonly product: string;
	readonly sqlite: string;
	/** Which ledger it is of: one folder may hold backups of several. */
	readonly ledger: string;
	readonly demo: boolean;
	readonly database: { readonly file: string; readonly plain: Measured; readonly kept: Measured };
	readonly encryption: { readonly scheme: string; readonly key: string } | null;
	readonly contents: Contents;
	/** What was wrong with the ledger itself; such a backup is kept beside the last good one. */
	readonly faults: readonly string[];
	/** Which main key opens what the ledger keeps sealed; the key itself is never in a backup. */
	readonly mainKey: { readonly print: string | null; readonly note: string };
}

/** What every manifest says of the key that it does not bring. */
export const keyNote =
	'备份不含主密钥（数据目录下的 keys 或 TECHFIN_KEY 所指文件）。恢复到另一台机器时须另行放回，否则已启用的二次验证须逐人重置。';

/** The version of this program. */
export const productVersion = (): string =>
	(JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as { version: string }).version;

const sumsOf = (manifest: Buffer, { database }: Manifest): string =>
	[
		`${createHash('sha256').update(manifest).digest('hex')}  manifest.json`,
		`${database.kept.sha256}  ${database.file}`,
		''
	].join('\n');

/** Writes a manifest, and the sums by which `sha256sum -c SHA256SUMS` verifies a backup anywhere. */
export function writeManifest(folder: string, manifest: Manifest): void {
	const bytes = Buffer.from(`${JSON.stringify(manifest, null, '\t')}\n`);
	const options = { mode: 0o600, flush: true };
	writeFileSync(join(folder, 'manifest.json'), bytes, options);
	writeFileSync(join(folder, 'SHA256SUMS'), sumsOf(bytes, manifest), options);
}

const advice = '请改用另一份备份（techfin verify-backup all 可逐份核验）。原有数据未受影响。';

/** The manifest of a backup, if it is as it was written and this version can read it; refuses with a sentence. */
export function readManifest(folder: string, key: BackupKey | null): Manifest {
	const [file, sums] = ['manifest.json', 'SHA256SUMS'].map((name) => join(folder, name)) as [string, string];
	if (!existsSync(file) || !existsSync(sums)) throw new Damaged(`备份不完整，缺少清单：${folder}。${advice}`);
	const bytes = readFileSync(file);
	let manifest: Manifest;
	try {
		manifest = JSON.parse(bytes.toString('utf8')) as Manifest;
		if (readFileSync(sums, 'utf8') !== sumsOf(bytes, manifest)) throw new Error('sums differ');
	} catch {
		throw new Damaged(`备份清单已损坏或被改动：${folder}。${advice}`);
	}
	if (manifest.format > format)
		throw new Refused(
			`备份由更新的版本（${manifest.product}）制作，本版本（${productVersion()}）不认得其格式。请先安装那一版或更新的版本，再恢复。原有数据未受影响。`
		);
	try {
		missing(migrations(), manifest.contents.migrations);
	} catch (cause) {
		if (!(cause instanceof Refused)) throw cause;
		throw new Refused(
			`备份由更新的或另一版本（${manifest.product}）制作，本版本（${productVersion()}）不能恢复。请先安装那一版或更新的版本，再恢复。原有数据未受影响。`
		);
	}
	if (manifest.encryption && !key)
		throw new Refused(
			'备份已加密，而没有给出密钥。请把 TECHFIN_BACKUP_KEY 指向制作这份备份时的密钥文件再试。原有数据未受影响。'
		);
	if (manifest.encryption && manifest.encryption.scheme !== scheme)
		throw new Refused(`备份用了本版本不认得的加密方式：${manifest.encryption.scheme}`);
	if (manifest.encryption && manifest.encryption.key !== key!.id) throw new WrongKey();
	return manifest;
}
