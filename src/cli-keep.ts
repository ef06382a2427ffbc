import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { lockServer } from '#lib/server/jobs/server-lock.ts';
import { moment } from '#core/moment.ts';
import type { Rebuilt } from '#lib/server/keep/rebuild-raw.ts';
import type { Restored } from '#lib/server/keep/restore.ts';
import type { Verdict } from '#lib/server/keep/verify.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { troubleIn } from '#lib/server/ledger/trouble.ts';
import { placed, textOf } from './asked.ts';
import { boolean, string, withLedger, type Command } from './command.ts';

const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;
const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} 秒`;

/** Which ledger a folder holds, if it can still be asked. */
async function ledgerIn(data: string): Promise<string | null> {
	const { connect } = await import('#lib/server/ledger/open.ts');
	try {
		const db = connect(path.join(data, 'ledger.db'), { readonly: true });
		try {
			return (db.prepare(`select value from setting where key = 'id'`).pluck().get() as string) ?? null;
		} finally {
			db.close();
		}
	} catch {
		return null;
	}
}

/** A place for opened copies: in the data folder, or where there is none yet, in the system's. */
async function onBench<T>(data: string, work: (bench: string) => Promise<T>): Promise<T> {
	const { alone } = await import('#lib/server/keep/copy.ts');
	if (existsSync(data)) return alone(path.resolve(data), work);
	const folder = mkdtempSync(path.join(tmpdir(), 'techfin-verify-'));
	try {
		return await alone(folder, work);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function restoredLines(done: Restored): string[] {
	return [
		`已恢复：备份 ${done.backup}（制作于 ${moment(done.madeAt)}）→ ${done.to}，原始文件 ${done.files} 个，逐个核验无误`,
		...(done.aside ? [`原账本另存于 ${done.aside}，没有删除`] : []),
		...(done.later
			? [`备份之后收到的 ${done.later} 个文件在 ${path.join(done.aside!, 'files')}，请通知机构重新报送`]
			: []),
		...done.faults.map((fault) => `注意，制作备份时账本已有的问题：${fault}`),
		...(done.mainKey
			? []
			: ['注意：这里没有制作备份时的主密钥，请把单独保管的 keys 目录放回，否则二次验证须逐人重置']),
		'全部登录和一次性链接已失效；备份之后的账号停用、授权变更请逐项核对',
		`用时 ${inSeconds(done.seconds)}。现在可以启动服务`
	];
}

const verdictLine = ({ name, manifest, faults, seconds }: Verdict): string =>
	faults.length
		? `${name}　未通过：${faults.slice(0, 5).join('；')}${faults.length > 5 ? `；等 ${faults.length} 处` : ''}`
		: `${name}　通过　${moment(manifest!.madeAt)}　${manifest!.encryption ? '已加密' : '未加密'}　审计至第 ${manifest!.contents.audit.seq} 条　原始文件 ${manifest!.contents.files.count} 个　${inSeconds(seconds)}${manifest!.faults.length ? `　制作时账本已有问题：${manifest!.faults[0]}` : ''}`;

function rebuiltLines({ files, tables, lost, equal }: Rebuilt, check: boolean): string[] {
	const shown = (parts: readonly string[]): string =>
		`${parts.slice(0, 8).join('、')}${parts.length > 8 ? ` 等 ${parts.length} 处` : ''}`;
	return [
		`重读原始文件 ${files} 个`,
		...tables.map(
			({ table, before, after, differs }) =>
				`${table.padEnd(22)} ${before.slice(0, 16)} ${differs.length ? '≠' : '='} ${after.slice(0, 16)}${differs.length ? `　不同：${shown(differs)}` : ''}`
		),
		...lost.map((one) => `批次 ${one.submission}（回执 ${one.receipt}）不能重读：${one.why}。其明细未动`),
		equal
			? '全部一致：明细、名录和汇总与原始文件逐位相同'
			: check
				? '有不一致之处，见上；没有改动任何数据'
				: '有不一致之处，见上；能够重读的已按原始文件改正'
	];
}

/** Commands that keep the ledger safe: backup, restore, verification, rebuilding from the filed files. */
export const keepCommands: Record<string, Command> = {
	backup: {
		usage: 'backup',
		about: '立即备份并核验；服务运行中也可执行',
		words: [],
		options: {},
		async run({ data }) {
			const { backUp } = await import('#lib/server/keep/backup-run.ts');
			const { backupsOf } = await import('#lib/server/keep/shelf.ts');
			return withLedger(data, async (ledger) => {
				const done = await backUp(ledger, consoleAsker, 'asked');
				const shelf = backupsOf(ledger.dir);
				return {
					value: { ...done, folder: path.join(shelf, done.name) },
					lines: [
						`已备份：${path.join(shelf, done.name)}　${megabytes(done.size)}，新增原始文件 ${done.added} 个，清理旧备份 ${done.removed} 份，用时 ${inSeconds(done.seconds)}`,
						...(done.faults.length
							? done.faults.slice(0, 10).map((fault) => `账本有问题：${fault}`)
							: ['核验通过：完整性、引用、行数、审计链、原始文件'])
					],
					refused: done.faults.length > 0
				};
			});
		}
	},
	'verify-backup': {
		usage: 'verify-backup FILE|latest|all',
		about: '打开备份逐项核验：每个字节、数据库、审计链、每个原始文件',
		words: ['FILE|latest|all'],
		options: {},
		async run({ words, data }) {
			const { backupKey } = await import('#lib/server/keep/cipher.ts');
			const { noteFailure } = await import('#lib/server/keep/backup-run.ts');
			const { backupsOf, chosen, namesOn } = await import('#lib/server/keep/shelf.ts');
			const { verifyBackup } = await import('#lib/server/keep/verify.ts');
			const shelf = backupsOf(data);
			const subjects =
				words[0] === 'all'
					? namesOn(shelf).map((name) => ({ shelf, name }))
					: [chosen(words[0]!, shelf, await ledgerIn(data))];
			if (!subjects.length) throw new Refused(`备份目录中没有备份：${shelf}`, 404);
			const found: Verdict[] = [];
			for (const one of subjects)
				found.push(await onBench(data, (bench) => verifyBackup(one.shelf, one.name, backupKey(), bench)));
			const bad = found.filter(({ faults }) => faults.length);
			if (bad.length && existsSync(path.join(data, 'ledger.db')))
				await withLedger(data, (ledger) => {
					for (const { name, faults } of bad) noteFailure(ledger, consoleAsker, name, faults);
				}).catch((cause: unknown) => {
					process.stderr.write(`核验结果未能写入审计记录：${troubleIn(cause)}\n`);
				});
			return {
				value: found.map(({ name, faults, seconds, manifest }) => ({
					name,
					ok: !faults.length,
					faults,
					seconds,
					madeAt: manifest?.madeAt ?? null
				})),
				lines: found.map(verdictLine),
				refused: bad.length > 0
			};
		}
	},
	restore: {
		usage: 'restore FILE|latest [--to DIR]',
		about: '由备份恢复；须先停止服务，原账本另存不删',
		words: ['FILE|latest'],
		options: { to: string },
		async run({ words, values, data }) {
			const { restore } = await import('#lib/server/keep/restore.ts');
			const { backupsOf } = await import('#lib/server/keep/shelf.ts');
			process.umask(0o077);
			const done = await restore(words[0]!, {
				shelf: backupsOf(data),
				to: values.to === undefined ? data : placed(textOf(values, 'to')),
				ledger: await ledgerIn(data)
			});
			return { value: done, lines: restoredLines(done) };
		}
	},
	rebuild: {
		usage: 'rebuild [--check]',
		about: '由原始文件重建明细、名录和汇总，列出重建前后的摘要；--check 只核对不改动，服务运行中也可执行',
		words: [],
		options: { check: boolean },
		async run({ values, data }) {
			const { noteChore } = await import('#lib/server/keep/chore-state.ts');
			const { onCopy } = await import('#lib/server/keep/copy.ts');
			const { rebuildFromFiles } = await import('#lib/server/keep/rebuild-raw.ts');
			const check = Boolean(values.check);
			const started = performance.now();
			const say = progressLine();
			const done = await withLedger(data, async (ledger) => {
				const release = check ? () => {} : lockOrRefuse(ledger.dir);
				try {
					const rebuilt = check
						? await onCopy(ledger.dir, (copy) => rebuildFromFiles(copy, say))
						: await rebuildFromFiles(ledger, say);
					const digests = Object.fromEntries(rebuilt.tables.map(({ table, after }) => [table, after]));
					if (!check) {
						record(ledger, consoleAsker, 'rebuild.run', 'ledger', { files: rebuilt.files, digests });
						const at = ledger.now().toISOString();
						noteChore(ledger, 'compare', { at, due: at, ok: true, said: '已由原始文件重建' });
					}
					if (!rebuilt.equal)
						record(ledger, consoleAsker, 'rebuild.differs', 'ledger', {
							lost: rebuilt.lost.slice(0, 20),
							differs: Object.fromEntries(
								rebuilt.tables.flatMap(({ table, differs }) =>
									differs.length ? [[table, differs.slice(0, 20)]] : []
								)
							)
						});
					return rebuilt;
				} finally {
					release();
				}
			});
			const seconds = (performance.now() - started) / 1000;
			return {
				value: { ...done, check, seconds },
				lines: [...rebuiltLines(done, check), `用时 ${inSeconds(seconds)}`],
				refused: !done.equal
			};
		}
	},
	'trail verify': {
		usage: 'trail verify',
		about: '核验全部审计记录：归档、链条、每日留存的链首摘要',
		words: [],
		options: {},
		async run({ data }) {
			const { verifyTrail } = await import('#lib/server/ledger/trail-verify.ts');
			return withLedger(data, (ledger) => {
				const done = verifyTrail(ledger);
				const { broken, entries, archived, anchors, restored, head } = done;
				record(ledger, consoleAsker, 'trail.verify', 'trail', {
					broken,
					entries,
					archived,
					head: head.seq
				});
				return {
					value: done,
					lines: [
						broken
							? `第 ${broken.seq} 条起不可信：${broken.why}。请保留现场并报告。`
							: `核验通过：在线 ${entries} 条、归档 ${archived} 条首尾相接，与 ${anchors} 天的留存摘要一致，止于第 ${head.seq} 条${restored ? `；曾 ${restored} 次由备份恢复` : ''}`
					],
					refused: broken !== null
				};
			});
		}
	}
};

function lockOrRefuse(dir: string): () => void {
	try {
		return lockServer({ dir });
	} catch {
		throw new Refused(
			'服务正在运行，不能重建。请先停止服务；只想核对可用 rebuild --check。原有数据未受影响。'
		);
	}
}

/** Says how far a long work has come, now and then. */
function progressLine(): (stage: string, done: number, of: number) => void {
	let last = '';
	return (stage, done, of) => {
		const line = `  ${stage} ${Math.floor((10 * done) / Math.max(1, of)) * 10}%`;
		if (line !== last) process.stderr.write(`${line}\n`);
		last = line;
	};
}
