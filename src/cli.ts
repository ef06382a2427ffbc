import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { commandLine } from '#settings';
import { reasonLabels } from '#formula/reason.ts';
import { comparisonLabels } from '#indicators/define.ts';
import { consoleAsker, roleLabels, type Role } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import type { Compared, Observation, Quantity } from '#lib/server/observe/types.ts';
import * as asked from './asked.ts';
import { among, optional, placed, textOf, Usage, type Values } from './asked.ts';
import { doctorCommands } from './cli-doctor.ts';
import { keepCommands } from './cli-keep.ts';
import { policyCommands } from './cli-policy.ts';
import { boolean, string, strings, withLedger, type Command } from './command.ts';

process.env.TZ ??= 'Asia/Shanghai';

/** Answers from cells that are up to date: at the console nobody else sees to it. */
async function withFreshCells<T>(data: string, work: (ledger: Ledger) => T | Promise<T>): Promise<T> {
	const { bringUpToDate } = await import('#lib/server/warehouse/stale.ts');
	return withLedger(data, (ledger) => {
		bringUpToDate(ledger);
		return work(ledger);
	});
}

const roles = Object.keys(roleLabels) as Role[];

const commands: Record<string, Command> = {
	init: {
		usage: 'init [--demo] [--small]',
		about: '建立账本；--demo 生成演示数据',
		words: [],
		options: { demo: boolean, small: boolean },
		async run({ values, data }) {
			const { initialise } = await import('#lib/server/demo/initialise.ts');
			await initialise(data, {
				demo: Boolean(values.demo),
				small: Boolean(values.small),
				log: (line) => process.stderr.write(`${line}\n`)
			});
			return {
				value: { data: path.resolve(data), demo: Boolean(values.demo) },
				lines: [`账本已建立：${path.resolve(data)}`]
			};
		}
	},
	'institution add': {
		usage:
			'institution add --id ID --uscc U --name N --short S --kind K --from DATE [--until DATE] [--sort N]',
		about: '登记报送机构',
		words: [],
		options: {
			id: string,
			uscc: string,
			name: string,
			short: string,
			kind: string,
			from: string,
			until: string,
			sort: string,
			code14: string,
			'peer-group': string
		},
		needs: ['id', 'uscc', 'name', 'short', 'kind', 'from'],
		async run({ values, data }) {
			const { addInstitution } = await import('#lib/server/ledger/institutions.ts');
			return withLedger(data, (ledger) => {
				const added = addInstitution(ledger, consoleAsker, {
					id: textOf(values, 'id'),
					uscc: textOf(values, 'uscc'),
					name: textOf(values, 'name'),
					shortName: textOf(values, 'short'),
					kind: textOf(values, 'kind'),
					from: textOf(values, 'from'),
					until: optional(values, 'until') ?? null,
					sort: values.sort === undefined ? undefined : Number(values.sort),
					code14: optional(values, 'code14') ?? null,
					peerGroup: optional(values, 'peer-group') ?? null
				});
				return { value: added, lines: [`已登记：${added.name}（${added.id}）`] };
			});
		}
	},
	'institution import': {
		usage: 'institution import FILE',
		about: '由 institution 报表文件批量登记',
		words: ['FILE'],
		options: {},
		async run({ words, data }) {
			const { importInstitutions } = await import('#lib/server/ledger/institutions-file.ts');
			return withLedger(data, async (ledger) => {
				const { added, findings } = await importInstitutions(
					ledger,
					consoleAsker,
					asked.existingFile(words[0]!)
				);
				return {
					value: { added, findings },
					lines: [
						...findings.map((one) => `${one.where}　${one.message}　${one.remedy}`),
						`登记 ${added} 家`
					],
					refused: findings.length > 0
				};
			});
		}
	},
	'user add': {
		usage:
			'user add --username U --name N --role R [--institution ID] [--unit ID] [--clearance 1-4] [--raw-read] [--password P]',
		about: '建立账号；不给密码则给出一次性链接，由本人打开设置密码',
		words: [],
		options: {
			username: string,
			name: string,
			role: string,
			institution: string,
			unit: string,
			clearance: string,
			'raw-read': boolean,
			password: string
		},
		needs: ['username', 'name', 'role'],
		async run({ values, data }) {
			const { createUser } = await import('#lib/server/access/accounts.ts');
			const { grantAtConsole } = await import('#lib/server/access/grants.ts');
			const { linkAddress } = await import('#lib/server/access/links.ts');
			const clearance = optional(values, 'clearance');
			const wanted = {
				username: textOf(values, 'username'),
				name: textOf(values, 'name'),
				role: among('role', textOf(values, 'role'), roles),
				institution: optional(values, 'institution') ?? null,
				unit: optional(values, 'unit') ?? null,
				...(clearance !== undefined && { clearance: Number(clearance) }),
				rawRead: Boolean(values['raw-read'])
			};
			const password = optional(values, 'password');
			return withLedger(data, async (ledger) => {
				if (password !== undefined) {
					const { id, username } = await createUser(ledger, { ...wanted, password, mustChange: true });
					return { value: { id, username }, lines: [`账号 ${username} 已建立，首次登录须更换密码。`] };
				}
				const { id, token } = grantAtConsole(ledger, consoleAsker, wanted);
				const link = linkAddress(token);
				return {
					value: { id, username: wanted.username, link },
					lines: [`账号 ${wanted.username} 已建立。请把一次性链接当面交给本人：`, `  ${link}`]
				};
			});
		}
	},
	template: {
		usage: 'template DATASET --period P --institution I --to FILE',
		about: '生成填报模板',
		words: ['DATASET'],
		options: { period: string, institution: string, to: string },
		needs: ['period', 'institution', 'to'],
		async run({ words, values, data }) {
			const { templateFor } = await import('#lib/server/intake/template-for.ts');
			const form = asked.datasetAsked(words[0]!);
			const period = asked.periodAsked(textOf(values, 'period'));
			return withLedger(data, async (ledger) => {
				const file = await templateFor(ledger, consoleAsker, {
					dataset: form.id,
					period,
					institution: asked.institutionAsked(ledger, textOf(values, 'institution')).id
				});
				const to = placed(textOf(values, 'to'));
				mkdirSync(path.dirname(to), { recursive: true });
				writeFileSync(to, file);
				return { value: { file: to, bytes: file.length }, lines: [`模板已生成：${to}`] };
			});
		}
	},
	submit: {
		usage:
			'submit FILE --dataset D --institution I --period P [--explain TEXT] [--accept] [--mode complete|additions] [--marked FILE]',
		about: '报送一个文件；不带 --accept 只校验，不入库',
		words: ['FILE'],
		options: {
			dataset: string,
			institution: string,
			period: string,
			explain: string,
			accept: boolean,
			mode: string,
			marked: string
		},
		needs: ['dataset', 'institution', 'period'],
		async run({ words, values, data }) {
			const { submitFile } = await import('#lib/server/intake/submit.ts');
			const file = asked.existingFile(words[0]!);
			const form = asked.datasetAsked(textOf(values, 'dataset'));
			const period = asked.periodAsked(textOf(values, 'period'));
			return withLedger(data, async (ledger) => {
				const done = await submitFile(ledger, consoleAsker, {
					path: file,
					dataset: form.id,
					institution: asked.institutionAsked(ledger, textOf(values, 'institution')).id,
					period,
					explain: optional(values, 'explain'),
					accept: Boolean(values.accept),
					mode:
						values.mode === undefined
							? undefined
							: among<'complete' | 'additions'>('mode', textOf(values, 'mode'), ['complete', 'additions'])
				});
				if (values.marked && done.findings.length) {
					const { markedCopy } = await import('#lib/server/intake/marked-copy.ts');
					const marked = await markedCopy(ledger, consoleAsker, done.submission);
					writeFileSync(placed(textOf(values, 'marked')), marked.content);
				}
				return {
					value: done,
					lines: [
						`回执 ${done.receipt}　状态 ${done.state}　${done.rows} 行`,
						...done.findings.slice(0, 50).map((one) => `${one.check}　${one.where}　${one.message}`),
						...(done.findings.length > 50
							? [`……共 ${done.findings.length} 处，其余见 --json 或 --marked`]
							: [])
					],
					refused:
						done.state === 'refused' ||
						done.state === 'failed' ||
						(Boolean(values.accept) && done.state !== 'accepted')
				};
			});
		}
	},
	observe: {
		usage:
			'observe INDICATOR [--period P | --from P --to P] [--compare C] [--by dim,dim] [--where dim=value]… [--scope beijing|national] [--as-of DATE]',
		about: '查询指标值',
		words: ['INDICATOR'],
		options: {
			period: string,
			from: string,
			to: string,
			compare: string,
			by: string,
			where: strings,
			scope: string,
			'as-of': string
		},
		async run({ words, values, data }) {
			const { observe } = await import('#lib/server/observe/observe.ts');
			return withFreshCells(data, (ledger) => {
				const found = observe(ledger, consoleAsker, asked.queryAsked(ledger, words[0]!, values));
				return { value: found.map(observed), lines: found.length ? found.map(observedLine) : ['没有数据'] };
			});
		}
	},
	passport: {
		usage: 'passport INDICATOR --period P [--where dim=value]… [--scope beijing|national]',
		about: '数字护照：一个数从哪里来',
		words: ['INDICATOR'],
		options: { period: string, where: strings, scope: string },
		needs: ['period'],
		async run({ words, values, data }) {
			const { passport } = await import('#lib/server/observe/passport.ts');
			return withFreshCells(data, (ledger) => {
				const value = withoutExact(
					passport(ledger, consoleAsker, asked.queryAsked(ledger, words[0]!, values))
				);
				return { value, lines: JSON.stringify(value, null, 2).split('\n') };
			});
		}
	},
	report: {
		usage: 'report REPORT --period P --to DIR [--format xlsx]',
		about: '生成报告',
		words: ['REPORT'],
		options: { period: string, to: string, format: string },
		needs: ['period', 'to'],
		async run({ words, values, data }) {
			if (values.format !== undefined) among('format', textOf(values, 'format'), ['xlsx']);
			const { reportFileName } = await import('#lib/server/publish/file-name.ts');
			const { workbook } = await import('#lib/server/publish/workbook.ts');
			const made = asked.reportAsked(words[0]!);
			const at = asked.quarterAsked(made, textOf(values, 'period'));
			return withFreshCells(data, async (ledger) => {
				const content = await workbook(ledger, consoleAsker, made.id, at);
				const folder = placed(textOf(values, 'to'));
				mkdirSync(folder, { recursive: true });
				const file = path.join(folder, reportFileName(made.id, at));
				writeFileSync(file, content);
				return { value: { file, bytes: content.length }, lines: [`报告已生成：${file}`] };
			});
		}
	},
	dictionary: {
		usage: 'dictionary [--format json|md]',
		about: '数据字典，由定义生成',
		words: [],
		options: { format: string },
		async run({ values }) {
			const { dictionary, dictionaryMarkdown } = await import('#lib/server/pages/dictionary.ts');
			const format =
				values.format === undefined
					? values.json
						? 'json'
						: 'md'
					: among('format', textOf(values, 'format'), ['json', 'md']);
			const lines =
				format === 'md'
					? dictionaryMarkdown().split('\n')
					: JSON.stringify(dictionary(), null, 2).split('\n');
			return { value: dictionary(), lines };
		}
	},
	...policyCommands,
	...keepCommands,
	...doctorCommands
};

const plainly = ({ value, unit, display, reason }: Quantity) => ({
	value,
	unit,
	display,
	...(reason && { reason })
});

/** An observation as JSON carries it: exact values and what they print as. */
const observed = (one: Observation) => ({
	period: one.period,
	keys: one.keys,
	...plainly(one),
	...(one.compare && {
		compare: {
			kind: one.compare.kind,
			...plainly(one.compare),
			basePeriod: one.compare.basePeriod,
			...(one.compare.likeForLike && { likeForLike: plainly(one.compare.likeForLike) })
		}
	}),
	coverage: { filed: one.coverage.filed, expected: one.coverage.expected },
	status: one.status,
	version: one.version
});

/** A number with its unit, or why there is none. */
const printed = ({ value, display, unit, reason }: Quantity, between = ''): string =>
	value !== null ? `${display}${between}${unit}` : reason ? `${display}（${reasonLabels[reason]}）` : display;

/** A change; on the comparable basis as well where the raw one may mislead or is refused. */
function changeLine(compare: Compared, complete: boolean): string {
	const { likeForLike } = compare;
	const beside = likeForLike && likeForLike.value !== null && (!complete || compare.value === null);
	return `　${comparisonLabels[compare.kind]} ${printed(compare)}${
		beside ? `　可比口径 ${printed(likeForLike)}` : ''
	}`;
}

function observedLine(one: Observation): string {
	const { filed, expected } = one.coverage;
	const change = one.compare ? changeLine(one.compare, filed === expected) : '';
	const keys = Object.values(one.labels).join(' · ');
	return `${one.period}　${keys}　${printed(one, ' ')}${change}　已报${filed}/${expected}　${one.status === 'final' ? '终审' : '初步'}`;
}

/** Drops exact fractions, which JSON cannot carry, and numbers for drawing; the decimal text stays. */
const withoutExact = (value: unknown): unknown =>
	JSON.parse(
		JSON.stringify(value, (key, inner: unknown) =>
			key === 'exact' || key === 'plot' ? undefined : typeof inner === 'bigint' ? inner.toString() : inner
		)
	);

const listing = (): string =>
	Object.values(commands)
		.map((command) => `  ${command.usage}\n      ${command.about}`)
		.join('\n');

const general =
	'  --data 目录　账本所在，缺省取 TECHFIN_DATA，再缺省为 data/ledger\n  --json　　　 以 JSON 输出结果';

const help = (): string =>
	[
		`用法：${commandLine('<命令> [--data 目录] [--json]')}`,
		'',
		listing(),
		'',
		general,
		'  --help　　　 一个命令的用法，如 backup --help',
		`启动服务：${process.env.TECHFIN_CALLED ? commandLine('serve') : 'npm run serve'}`,
		'退出码：0 完成，1 未通过或被拒绝，2 用法不对'
	].join('\n');

const helpFor = (command: Command): string =>
	[`用法：${commandLine(command.usage)}`, command.about, '', general].join('\n');

/** The command the words begin with, and what is said when there is none. */
function commandIn(argv: readonly string[]): { readonly name: string; readonly fault: string | null } {
	const two = argv.slice(0, 2).join(' ');
	const name = Object.hasOwn(commands, two) ? two : (argv[0] ?? '');
	if (Object.hasOwn(commands, name)) return { name, fault: null };
	const begun = Object.keys(commands).filter((one) => one.startsWith(`${name} `));
	const fault = !name
		? '没有给出命令'
		: begun.length
			? `${name} 须再指明：${begun.join('、')}`
			: `没有命令“${name}”，可用：${Object.keys(commands).join('、')}`;
	return { name, fault };
}

const isHelp = (word: string | undefined): boolean => word === '--help' || word === '-h';

async function main(argv: readonly string[]): Promise<number> {
	if (argv[0] === 'help' || isHelp(argv[0])) {
		const { name, fault } = commandIn(argv.slice(1));
		process.stdout.write(`${fault === null ? helpFor(commands[name]!) : help()}\n`);
		return 0;
	}
	const { name, fault } = commandIn(argv);
	if (fault !== null) {
		if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: fault })}\n`);
		process.stderr.write(`${fault}\n各命令的用法：${commandLine('help')}\n`);
		return 2;
	}
	const command = commands[name]!;
	const rest = argv.slice(name.split(' ').length);
	if (rest.some(isHelp)) {
		process.stdout.write(`${helpFor(command)}\n`);
		return 0;
	}
	let json = argv.includes('--json');
	try {
		const parsed = parseArgs({
			args: [...rest],
			options: { ...command.options, data: string, json: boolean },
			allowPositionals: true,
			strict: true
		});
		const values = parsed.values as Values;
		json = Boolean(values.json);
		if (parsed.positionals.length !== command.words.length)
			throw new Usage(`应给出 ${command.words.join(' ') || '零个参数'}`);
		for (const need of command.needs ?? []) if (values[need] === undefined) throw new Usage(`缺少 --${need}`);
		const given = optional(values, 'data');
		const data = given !== undefined ? placed(given) : (process.env.TECHFIN_DATA ?? 'data/ledger');
		const outcome = await command.run({ words: parsed.positionals, values, data });
		process.stdout.write(json ? `${JSON.stringify(outcome.value)}\n` : `${outcome.lines.join('\n')}\n`);
		return outcome.refused ? 1 : 0;
	} catch (error) {
		const wrongUse =
			error instanceof Usage ||
			(error instanceof Refused && error.status === 400) ||
			(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
		const message = error instanceof Error ? error.message : String(error);
		if (json) process.stdout.write(`${JSON.stringify({ error: message })}\n`);
		process.stderr.write(wrongUse ? `${message}\n用法：${commandLine(command.usage)}\n` : `${message}\n`);
		if (!wrongUse && process.env.TECHFIN_DEBUG && error instanceof Error)
			process.stderr.write(`${error.stack}\n`);
		return wrongUse ? 2 : 1;
	}
}

process.exitCode = await main(process.argv.slice(2));
