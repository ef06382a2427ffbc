import { addDays, addMonths, type Period } from '#core/period.ts';
import type { Row } from '#datasets/define.ts';
import type policyFund from '#datasets/policy-fund.ts';
import type policyQuota from '#datasets/policy-quota.ts';
import { isLocal, type Bank } from '../banks.ts';
import type { BankMonth, Movement, Tag } from '../book.ts';
import { onRoster } from '../membership.ts';
import { dayIn } from '../loan-terms.ts';
import { along, since } from '../path.ts';
import { random, type Random } from '../random.ts';
import type { World } from '../world.ts';

type Tranche = Row<typeof policyFund>;
/** Issued in a month, in 亿元. */
const issued = [
	['2023-10', 76],
	['2024-01', 84],
	['2024-12', 90],
	['2025-06', 101],
	['2025-12', 97],
	['2026-03', 93],
	['2026-09', 93]
] as const;
/** Share of key areas in what the year has issued so far, per cent: below the half in mid-2024 and made up, and short again in 2026. */
const keyShare: Readonly<Record<string, readonly number[]>> = {
	'2023': [52, 52, 52, 52, 52, 52, 52, 52, 52, 52.4, 52.9, 53.1],
	'2024': [57, 55.1, 53, 51.2, 49.8, 48.6, 48.9, 49.8, 50.7, 51.4, 51.9, 52.3],
	'2025': [58.2, 56, 55, 54, 53.5, 53, 52.8, 52.4, 52.6, 52.4, 52.8, 53.1],
	'2026': [62, 58, 55.2, 53.2, 51.8, 50.9, 49.2, 47.9, 48.7]
};
const rates: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
	relending: [
		['2023-01-01', 2],
		['2024-01-25', 1.75],
		['2025-05-07', 1.5],
		['2026-01-19', 1.25]
	],
	rediscount: [
		['2023-01-01', 2],
		['2024-01-25', 1.75],
		['2026-01-19', 1.5]
	],
	inclusive: [['2023-01-01', 1]],
	tech: [
		['2023-01-01', 1.75],
		['2025-05-07', 1.5],
		['2026-01-19', 1.25]
	]
};
const family = {
	SMALL: 'relending',
	JCR: 'relending',
	RURAL: 'relending',
	REDISCOUNT: 'rediscount',
	JCT: 'rediscount',
	JZT: 'rediscount',
	INCLUSIVE: 'inclusive',
	TECH: 'tech'
} as const;
type Tool = keyof typeof family;
const toKey: readonly (readonly [Tool, number])[] = [
	['JCR', 40],
	['JCT', 24],
	['JZT', 14],
	['SMALL', 14],
	['REDISCOUNT', 8]
];
const toOthers: readonly (readonly [Tool, number])[] = [
	['SMALL', 46],
	['REDISCOUNT', 38],
	['RURAL', 8],
	['INCLUSIVE', 8]
];
const tenThousand = 1_000_000;
const perHundredMillion = 10_000;

/** Rate of a tool on a day, in 10⁻⁵ %. */
const toolRate = (tool: Tool, on: string): number => Math.round(since(rates[family[tool]]!, on) * 100_000);

/** Issues the central bank's money month by month, each tranche once and against a loan of its own where it is relending. */
export function policyFunds(world: World): (period: Period, months: readonly BankMonth[]) => Tranche[] {
	const stream = random(`${world.seed} policy funds`);
	const claimed = new Set<string>();
	const year = { at: '', total: 0, key: 0 };
	return function tranches(period, months) {
		if (year.at !== period.slice(0, 4)) Object.assign(year, { at: period.slice(0, 4), total: 0, key: 0 });
		const total = Math.round(
			along(issued, period) * (1 + stream.bell() * 0.05) * world.scale * perHundredMillion
		);
		const share = keyShare[year.at]![Number(period.slice(5)) - 1]! / 100;
		const key = Math.max(0, Math.min(total, Math.round((year.total + total) * share - year.key)));
		year.total += total;
		year.key += key;
		const number = { next: 0 };
		const issue = (isKey: boolean, sum: number): Tranche[] =>
			issuing({ world, stream, claimed, number, period, months, isKey }, sum);
		return [
			...issue(true, key),
			...issue(false, total - key),
			...supported({ world, stream, claimed, number, period, months, isKey: true })
		];
	};
}

interface Counter {
	readonly world: World;
	readonly stream: Random;
	readonly claimed: Set<string>;
	readonly number: { next: number };
	readonly period: Period;
	readonly months: readonly BankMonth[];
	readonly isKey: boolean;
}

/** How likely a tool's money goes through a bank. City bank A takes most relending, and in 2026 most of what misses the key areas. */
function throughBank({ world, period, isKey }: Counter, tool: Tool): (readonly [Bank, number])[] {
	const relending = family[tool] === 'relending' || tool === 'INCLUSIVE';
	return world.banks
		.filter((bank) => (relending ? isLocal(bank) : bank.kind !== 'policy' && bank.kind !== 'foreign'))
		.map((bank) => {
			const leans = bank.kind === 'city' && bank.tech > 100 && period >= '2026-05' && !isKey ? 1.7 : 1;
			return [bank, (bank.kind === 'village' ? 3 : bank.tech + 8) * leans] as const;
		});
}

/** Splits a sum in 万元 into tranches. */
function issuing(counter: Counter, sum: number): Tranche[] {
	const { stream, isKey } = counter;
	const rows: Tranche[] = [];
	for (let left = sum; left > 0;) {
		const tool = stream.weighted(isKey ? toKey : toOthers);
		const bank = stream.weighted(throughBank(counter, tool));
		const grant = fitting(counter, bank, tool);
		const loan = grant ? Math.floor(grant.amount / tenThousand) : 0;
		const wanted =
			loan && family[tool] !== 'rediscount'
				? Math.min(Math.max(1, Math.floor(loan * 0.6)), 6000)
				: stream.between(40, 480) * 10;
		const amount = Math.min(left, wanted);
		left -= amount;
		rows.push(tranche(counter, tool, bank, grant, amount));
	}
	return rows;
}

const untagged: Tag = {
	innovation: null,
	product: null,
	supportTool: null,
	platform: null,
	dataPlatform: null,
	firstLoanEvidence: null
};
/** A loan of the month that the tool may stand behind and none has claimed. */
function fitting(
	{ stream, claimed, period, months, isKey }: Counter,
	bank: Bank,
	tool: Tool
): Movement | null {
	const grants = months.find((one) => one.bank === bank.id)!.movements;
	for (let attempt = 0; attempt < 80 && grants.length; attempt++) {
		const one = grants[Math.floor(stream.next() * grants.length)]!;
		const { enterprise } = one.loan;
		if (!one.out || claimed.has(one.loan.number) || enterprise.size === 'CS01') continue;
		const tech = onRoster(enterprise, period, 'filed');
		const maker = enterprise.trade.industry.startsWith('C');
		if (tool === 'JZT' ? !(tech && maker) : isKey ? !tech : tech && !stream.chance(0.02)) continue;
		claimed.add(one.loan.number);
		if (tech && tool !== 'TECH' && (one.loan.tag || stream.chance(0.6)))
			one.loan.tag = {
				...(one.loan.tag ?? untagged),
				supportTool: family[tool] === 'rediscount' ? 'REDISCOUNT' : 'RELENDING'
			};
		return one;
	}
	return null;
}

function tranche(counter: Counter, tool: Tool, bank: Bank, grant: Movement | null, amount: number): Tranche {
	const { stream, period, number, isKey } = counter;
	const issuedOn = grant ? grant.on : dayIn(period, stream.between(3, 28));
	const enterprise = grant?.loan.enterprise ?? null;
	const rediscount = family[tool] === 'rediscount';
	const maker = enterprise?.trade.industry.startsWith('C') ?? false;
	const areas = isKey
		? tool === 'JZT'
			? ['MANUFACTURING']
			: maker && stream.chance(0.5)
				? ['TECH', 'MANUFACTURING']
				: ['TECH']
		: stream.chance(0.2)
			? ['GREEN']
			: ['OTHER'];
	const due = rediscount
		? addDays(issuedOn, stream.between(60, 180))
		: `${addMonths(issuedOn.slice(0, 7), 12)}-${issuedOn.slice(8) > '28' ? '28' : issuedOn.slice(8)}`;
	const small = enterprise
		? enterprise.size >= 'CS03' || enterprise.ownership.startsWith('B01')
		: stream.chance(0.9);
	return {
		trancheNo: `ZJ${period.replace('-', '')}${String((number.next += 1)).padStart(4, '0')}`,
		tool,
		institution: bank.id,
		issuedOn,
		dueOn: due,
		amount: amount * tenThousand,
		rate: toolRate(tool, issuedOn),
		basis: tool === 'TECH' ? 'loans_supported' : 'funds_issued',
		borrower: enterprise?.uscc ?? null,
		loanNo: grant && !rediscount ? grant.loan.number : null,
		keyArea: areas,
		privateOrSmall: small,
		loanRate: grant?.rate ?? null,
		repaidOn: null
	};
}

/** Loans in the city that the head office's tool for technology stands behind: about thirty a month, at national banks. */
function supported(counter: Counter): Tranche[] {
	const { world, stream } = counter;
	const national = world.banks.filter((bank) => bank.kind === 'state' || bank.kind === 'jointstock');
	return Array.from({ length: Math.max(2, Math.round(30 * world.scale)) }, () => {
		const bank = stream.pick(national);
		const grant = fitting(counter, bank, 'TECH');
		return (
			grant &&
			tranche(counter, 'TECH', bank, grant, Math.max(1, Math.floor((grant.amount / tenThousand) * 0.6)))
		);
	}).filter((one) => one !== null);
}

/** Quotas of the tools that money is issued under in the city, in 亿元, and their rates, as they changed. */
export function policyQuotas(world: World): Row<typeof policyQuota>[] {
	const quotas = [
		[
			'SMALL',
			[
				['2023-01-01', 620],
				['2024-01-25', 700],
				['2025-05-07', 820],
				['2026-01-19', 900]
			]
		],
		[
			'RURAL',
			[
				['2023-01-01', 60],
				['2025-05-07', 80],
				['2026-01-19', 90]
			]
		],
		[
			'REDISCOUNT',
			[
				['2023-01-01', 300],
				['2024-01-25', 340],
				['2026-01-19', 380]
			]
		],
		[
			'INCLUSIVE',
			[
				['2023-01-01', 60],
				['2025-05-07', 80]
			]
		]
	] as const;
	return quotas.flatMap(([tool, steps]) =>
		steps.map(([validFrom, quota]) => ({
			tool,
			validFrom,
			quota: Math.round(quota * world.scale * perHundredMillion) * tenThousand,
			rate: toolRate(tool, validFrom),
			note: null
		}))
	);
}
