import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import roster from '#datasets/roster.ts';
import type { Values } from '#datasets/define.ts';
import { figures } from '#figures/index.ts';
import { indicators } from '#indicators/index.ts';
import { clauses } from '#policy/clauses.ts';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import { seesSmallCells } from '#lib/server/access/rights.ts';
import { setParameter } from '#lib/server/ledger/parameters.ts';
import { bondsPage } from '#lib/server/observe/dashboards-bonds.ts';
import { clauseList, clausePage } from '#lib/server/observe/dashboards-clauses.ts';
import { cockpitPage } from '#lib/server/observe/dashboards-cockpit.ts';
import { indicatorList, indicatorPage } from '#lib/server/observe/dashboards-indicators.ts';
import { loansPage } from '#lib/server/observe/dashboards-loans.ts';
import { passportPage } from '#lib/server/observe/dashboards-passport.ts';
import { policyPage } from '#lib/server/observe/dashboards-policy.ts';
import { productsPage } from '#lib/server/observe/dashboards-products.ts';
import { scenarioOf } from '#lib/server/observe/dashboards-scenario.ts';
import { figureFile } from '#lib/server/observe/figure-file.ts';
import { observe } from '#lib/server/observe/observe.ts';
import { passport } from '#lib/server/observe/passport.ts';
import type { Observation, ObserveQuery } from '#lib/server/observe/types.ts';
import { previewPage } from '#lib/server/publish/preview.ts';
import { workbook } from '#lib/server/publish/workbook.ts';
import { askFile, askKept, closeReaders } from '#lib/server/readers/index.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects promise 6 in every form of output: an amount that two enterprises make up, and a bank's own amount, are
// nowhere in what a responsible office is given, and everywhere the analyst looks for them.

const yi = 10_000_000_000;
/** 76,543,210,987.65 元 = 7,654,321.10 万元 = 765.43 亿元: all the loans of the two enterprises of 门头沟. */
const canary = [40_000_000_000_00, 36_543_210_987_65] as const;
/** 37,195,264,813.29 元 = 371.95 亿元: all the loans of one bank. */
const bankCanary = 37_195_264_813_29;
const spelt = [/765\.43/, /7,?654,?321/, /76,?543,?210,?987/, /0\.0?765432/];
const speltOfBank = [/371\.95/, /3,?719,?526/, /37,?195,?264/];

const [haidian, chaoyang, fengtai, mentougou, fangshan, yanqing] = [
	'110108',
	'110105',
	'110106',
	'110109',
	'110111',
	'110119'
];
const banks = ['bank01', 'bank02', 'bank03', 'bank04', 'bank05', 'bank06'];
const unit: Asker = {
	user: 7,
	name: '责任单位',
	role: 'unit',
	institution: null,
	unit: 'pbc',
	clearance: 3, // so that nothing but withholding stands between
	rawRead: false
};
const analyst: Asker = {
	user: 8,
	name: '分析员',
	role: 'analyst',
	institution: null,
	unit: null,
	clearance: 3,
	rawRead: false
};

interface Lent {
	readonly uscc: string;
	readonly district: string;
	readonly bank: string;
	readonly amount: number;
}
const many = (district: string, count: number, amount: number): Lent[] =>
	Array.from({ length: count }, (_, at) => ({
		uscc: `${district}E${at}`,
		district,
		bank: banks[at % banks.length]!,
		amount
	}));
/** Everybody's loans in September: 海淀 480, 朝阳 360, 丰台 240 of many; 房山 95, of which one has 80; 门头沟 of two. */
const september: Lent[] = [
	...many(haidian!, 24, 20 * yi),
	...many(chaoyang!, 18, 20 * yi),
	...many(fengtai!, 12, 20 * yi),
	...[80, 5, 5, 5].map((amount, at) => ({
		uscc: `${fangshan}E${at}`,
		district: fangshan!,
		bank: banks[at]!,
		amount: amount * yi
	})),
	...canary.map((amount, at) => ({
		uscc: `${mentougou}E${at}`,
		district: mentougou!,
		bank: banks[at]!,
		amount
	})),
	{ uscc: `${haidian}E0`, district: haidian!, bank: 'bank07', amount: bankCanary }
];
/** The same without anything to hide but the few. */
const before: Lent[] = september
	.map((one) => ({ ...one, amount: one.district === mentougou ? 10 * yi : one.amount }))
	.map((one) => ({ ...one, amount: one.bank === 'bank07' ? 100 * yi : one.amount }));

const loan = ({ uscc, amount, district }: Lent): Values => ({
	borrower: uscc,
	borrowerRegion: district,
	borrowerIndustry: 'C39',
	loanNo: uscc,
	contractNo: uscc,
	balanceCny: amount,
	size: 'CS03',
	guarantee: 'B01',
	quality: 'FQ01',
	grantedOn: '2026-01-01',
	dueOn: '2026-12-31',
	rate: 300_000
});

let ledger: ReturnType<typeof scratchLedger>;
beforeAll(() => {
	ledger = scratchLedger();
	for (const [at, id] of [...banks, 'bank07'].entries()) enter(ledger, id, at < 3 ? 'state' : 'jointstock');
	enter(ledger, 'kw', 'unit');
	const known = new Map(
		[...september, { uscc: 'Z', district: yanqing! }].map((one) => [one.uscc, one.district])
	);
	accept(
		ledger,
		roster,
		'kw',
		'2026Q3',
		[...known].map(([uscc, district]) => ({
			uscc,
			name: uscc,
			label: 'HNTE',
			validFrom: '2024-01-01',
			district,
			industry: 'C39',
			size: 'CS03'
		}))
	);
	for (const [month, lent] of [
		['2025-09', before],
		['2026-07', before],
		['2026-08', before],
		['2026-09', september]
	] as const)
		for (const bank of new Set(lent.map((one) => one.bank))) {
			const own = lent.filter((one) => one.bank === bank);
			accept(ledger, corpLoanStock, bank, month, own.map(loan));
			const flow = own.map((one) => ({
				...loan(one),
				direction: '1',
				serialNo: one.uscc,
				amountCny: one.amount
			}));
			accept(ledger, corpLoanFlow, bank, month, flow);
		}
	rebuild(ledger, { dirtyOnly: true });
}, 60_000);
afterAll(() => {
	closeReaders(ledger);
	ledger.close();
});

const ask = (asker: Asker, query: Partial<ObserveQuery> = {}): Observation[] =>
	observe(ledger, asker, { indicator: 'M04-8', period: '2026-09', ...query });
const byDistrict = (asker: Asker, query: Partial<ObserveQuery> = {}): Record<string, string> =>
	Object.fromEntries(
		ask(asker, { by: ['district'], ...query }).map((one) => [one.keys.district, one.display])
	);
const x = 'x';

describe('F1, F2, F3: values', () => {
	it('F1: withholds what two enterprises make up from an office, not from the analyst or the console', () => {
		const place = { where: { district: mentougou! } };
		expect(ask(unit, place)[0]).toMatchObject({
			value: null,
			exact: null,
			plot: null,
			display: x,
			reason: 'suppressed'
		});
		for (const asker of [analyst, consoleAsker]) expect(ask(asker, place)[0]!.value).toBe('76543210987.65');
		expect([unit, analyst, consoleAsker].map(seesSmallCells)).toEqual([false, true, true]);
	});

	it('F2: withholds what one enterprise dominates; F3 takes with it what is needed, and shows the rest and true zeros', () => {
		// 门头沟 is of two; of 房山 one has 80 of 95. Together the two largest may have 765.43 + 85 of 860.43, so 丰台
		// goes too: 765.43 + 85 + 40 of 1100.43 are 81 %.
		expect(byDistrict(unit)).toEqual({
			[haidian!]: '851.95',
			[chaoyang!]: '360.00',
			[fengtai!]: x,
			[mentougou!]: x,
			[fangshan!]: x
		});
		expect(ask(unit, { where: { district: yanqing! } })[0]).toMatchObject({ value: '0.00', display: '0.00' });
		// 480 + 360 + 240 + 95 + 765.4321 + 371.9526 = 2312.3847.
		expect(ask(unit)[0]!.display).toBe('2,312.38');
	});

	it('F1: withholds every single bank', () => {
		expect(new Set(ask(unit, { by: ['institution'] }).map(({ display }) => display))).toEqual(new Set([x]));
		expect(ask(analyst, { where: { institution: 'bank07' } })[0]!.display).toBe('371.95');
	});

	it('F3: decides the same whichever way it is asked', () => {
		for (const [district, display] of Object.entries(byDistrict(unit)))
			expect(ask(unit, { where: { district } })[0]!.display).toBe(display);
		const pairs = ask(unit, { by: ['district', 'size'] });
		const turned = ask(unit, { by: ['size', 'district'] });
		for (const one of pairs) {
			const narrowed = ask(unit, { where: { district: one.keys.district! }, by: ['size'] });
			expect(narrowed.find(({ keys }) => keys.size === one.keys.size)!.display).toBe(one.display);
			const same = turned.find(
				({ keys }) => keys.size === one.keys.size && keys.district === one.keys.district
			);
			expect(same!.display).toBe(one.display);
		}
		expect(pairs.find(({ keys }) => keys.district === mentougou)!.display).toBe(x);
		expect(pairs.find(({ keys }) => keys.district === haidian)!.display).toBe('851.95');
	});

	it('F3: does not answer what could be played off against the rest', () => {
		const reason = (query: Partial<ObserveQuery>) => ask(unit, query)[0]!.reason;
		expect(reason({ asOf: '2026-10-20' })).toBe('suppressed');
		expect(reason({ where: { district: [haidian!, mentougou!] } })).toBe('suppressed');
		expect(reason({ where: { district: haidian!, size: 'CS03', guarantee: 'B' } })).toBe('suppressed');
		expect(reason({ where: { size: 'CS03', guarantee: 'B' } })).toBe('suppressed');
		expect(ask(unit, { compare: 'yearOnYear', likeForLike: true })[0]!.compare!.likeForLike!.reason).toBe(
			'suppressed'
		);
		expect(ask(analyst, { where: { district: [haidian!, mentougou!] } })[0]!.reason).toBeUndefined();
	});

	it('F3: withholds growth where either side is withheld, and shares of which any part is', () => {
		const growth = ask(unit, { by: ['district'], compare: 'yearOnYear' });
		const at = (district: string) => growth.find(({ keys }) => keys.district === district)!.compare!;
		expect([at(haidian!).display, at(mentougou!).display, at(mentougou!).difference.display]).toEqual([
			'46.9',
			x,
			x
		]);
		expect(byDistrict(unit, { indicator: 'M04-13' })[mentougou!]).toBe(x);
		expect(byDistrict(unit, { indicator: 'M04-9' })).toMatchObject({ [mentougou!]: x, [haidian!]: '24' });
		// A zero divided by what is withheld would tell nothing, but its share stays away with it all the same.
		expect(ask(analyst, { indicator: 'M04-13', where: { district: mentougou! } })[0]!.value).toBe(0);
	});

	it('follows the parameters in force on the day of reading', () => {
		setParameter(ledger, consoleAsker, { id: 'suppressBelow', from: '2026-10-01', value: '19' });
		// 朝阳 has 18 enterprises: with 19 asked for, it goes; the banks are seven, so nothing at all is left.
		expect(ask(unit)[0]!.display).toBe(x);
		ledger.db.exec(`delete from parameter where id = 'suppressBelow'`);
		expect(ask(unit)[0]!.display).toBe('2,312.38');
	});
});

/** Everything as text; what JSON cannot hold too. */
const textOf = (value: unknown): string =>
	JSON.stringify(value, (_, one: unknown) =>
		typeof one === 'bigint' ? String(one) : one instanceof Map ? [...one] : one
	) ?? '';
const unzipped = (bytes: Uint8Array): string =>
	Object.entries(unzipSync(bytes))
		.map(([name, part]) => `${name} ${strFromU8(part)}`)
		.join('\n');

const asked = { period: '2026-09', scope: 'beijing' } as const;
const search = (query: string): URLSearchParams => new URLSearchParams(query);

/** Every page there is, as an asker is given it. */
function* pages(asker: Asker): Generator<[string, unknown]> {
	for (const scope of ['beijing', 'national'] as const) {
		const at = { ...asked, scope };
		yield ['cockpit', cockpitPage(ledger, asker, at)];
		for (const by of ['district', 'institution', 'size', 'label'])
			yield [`loans ${by}`, loansPage(ledger, asker, at, by, null)];
		yield ['loans of a bank', loansPage(ledger, asker, at, 'district', 'bank07')];
		yield ['policy', policyPage(ledger, asker, at)];
		yield ['scenario', scenarioOf(ledger, asker, at, { amount: null, share: null })];
		yield ['products', productsPage(ledger, asker, at, { bank: null, kind: null, compare: [] })];
		yield ['bonds', bondsPage(ledger, asker, at)];
		yield ['indicators', indicatorList(ledger, asker, at, '')];
		yield ['clauses', clauseList(ledger, asker, at)];
	}
	for (const { number } of clauses)
		yield [`clause ${number}`, clausePage(ledger, asker, String(number), asked)];
	for (const { id, by } of indicators.values())
		for (const dimension of [null, ...by])
			yield [`${id} ${dimension}`, indicatorPage(ledger, asker, id, asked, dimension)];
	for (const indicator of ['tech-loan-balance', 'new-tech-loans', 'tech-loan-borrowers', 'tech-npl-ratio'])
		for (const where of [
			'',
			`&where=district:${mentougou}`,
			'&where=institution:bank07',
			`&where=district:${fangshan}`
		])
			yield [
				`passport ${indicator} ${where}`,
				passportPage(ledger, asker, search(`indicator=${indicator}&period=2026-09${where}`))
			];
	yield ['report', previewPage(ledger, asker, 'quarterly-monitor', '2026Q3')];
}

/** Every figure as a file, in the forms that can be read. */
async function* files(asker: Asker): AsyncGenerator<[string, string]> {
	const ids = [
		...figures.keys(),
		...[
			'tech-loan-balance',
			'new-tech-loans',
			'corp-loan-balance',
			'tech-loan-share',
			'tech-loan-growth'
		].flatMap((id) => [
			`indicator-${id}`,
			`indicator-${id}--district`,
			`indicator-${id}--institution`,
			`indicator-${id}--size`
		])
	];
	for (const id of ids)
		for (const where of [{}, { district: mentougou! }, { institution: 'bank07' }] as Record<string, string>[])
			for (const format of ['json', 'csv', 'svg', 'xlsx'] as const) {
				const made = await figureFile(ledger, asker, id, format, { ...asked, where }).catch(() => null);
				if (!made) continue;
				const body = typeof made.body === 'string' ? made.body : unzipped(made.body);
				yield [`${id} ${format} ${JSON.stringify(where)}`, `${made.name} ${body}`];
			}
}

const leaksIn = (text: string): string[] =>
	[...spelt, ...speltOfBank].flatMap((one) => {
		const found = one.exec(text);
		return found ? [text.slice(Math.max(0, found.index - 60), found.index + 60)] : [];
	});

describe('F1: output', () => {
	it('F1: no page of an office holds the canary in 元, 万元 or 亿元; those of the analyst do', () => {
		const leaks = [...pages(unit)].flatMap(([name, page]) =>
			leaksIn(textOf(page)).map((found) => `${name}: ${found}`)
		);
		expect(leaks).toEqual([]);
		const seen = [...pages(analyst)].filter(([, page]) => leaksIn(textOf(page)).length).map(([name]) => name);
		expect(seen).toEqual(
			expect.arrayContaining([
				'loans district',
				'loans institution',
				'loans of a bank',
				'tech-loan-balance district',
				`passport tech-loan-balance &where=district:${mentougou}`,
				'report'
			])
		);
	}, 60_000);

	it('F1: no figure of an office holds it as .json .csv .svg or .xlsx, also unzipped', async () => {
		const leaks: string[] = [];
		let count = 0;
		for await (const [name, text] of files(unit)) {
			count += 1;
			leaks.push(...leaksIn(text).map((found) => `${name}: ${found}`));
		}
		expect(leaks).toEqual([]);
		expect(count).toBeGreaterThan(200);
		const seen = new Set<string>();
		for await (const [name, text] of files(analyst)) if (leaksIn(text).length) seen.add(name.split(' ')[1]!);
		expect([...seen].sort()).toEqual(['csv', 'json', 'svg', 'xlsx']);
	}, 120_000);

	it('F1: a figure shows a gap, x beside it and why, and says nobody is first', async () => {
		const made = await figureFile(ledger, unit, 'indicator-tech-loan-balance--district', 'json', asked);
		const data = JSON.parse(String(made.body)) as {
			headline: string;
			notes: string[];
			categories: { key: string; label: string }[];
			series: { values: (number | null)[]; displays: string[]; passports: (string | null)[] }[];
		};
		const at = data.categories.findIndex(({ key }) => key === mentougou);
		const [series] = data.series;
		expect([
			data.categories[at]!.label,
			series!.values[at],
			series!.displays[at],
			series!.passports[at]
		]).toEqual(['门头沟区（x）', null, x, null]);
		expect(data.headline).toBe('科创企业贷款余额，按行政区');
		expect(data.notes.join()).toContain('不予公布');
		// In official order, as the shown ones are.
		expect(data.categories.map(({ key }) => key)).toEqual([chaoyang, fengtai, haidian, mentougou, fangshan]);
		const csv = await figureFile(ledger, unit, 'indicator-tech-loan-balance--district', 'csv', asked);
		expect(String(csv.body)).toContain('门头沟区（x）,x,x 科创企业贷款余额不予公布');
	});

	it('F1: the workbook of an office holds it nowhere, adds nothing up over x, and its ties hold', async () => {
		const [own, whole] = await Promise.all(
			[unit, analyst].map(async (asker) =>
				unzipped(await workbook(ledger, asker, 'quarterly-monitor', '2026Q3'))
			)
		);
		expect(leaksIn(own!)).toEqual([]);
		expect(leaksIn(whole!).length).toBeGreaterThan(0);
		expect(own).toContain('不适用');
		expect(own).toContain('合计为汇总数，不由所列各行相加');
		expect(own).not.toMatch(/<v>不平<|居首|居前三位/);
		expect(whole).toMatch(/居首|居前三位/);
	}, 60_000);

	it('F1: the passport of a withheld value says that it is, and why, and shows neither rows nor files', () => {
		const of = (where: Record<string, string>) =>
			passport(ledger, unit, { indicator: 'M04-8', period: '2026-09', where });
		const few = of({ district: mentougou! });
		expect(few).toMatchObject({
			withheld: ['报送机构或所涉企业不足3家'],
			submissions: [],
			facts: { total: 0, rows: [] }
		});
		expect(few.leaves.map(({ value, cells }) => [value, cells])).toEqual([[null, []]]);
		expect(of({ district: fangshan! }).withheld).toEqual(['最大一家占比超过70%，或最大两家合计超过85%']);
		expect(of({ district: fengtai! }).withheld).toEqual(['公布后可与其他公布数相减，推出不予公布的数']);
		// Of a value that is shown, what each bank adds is each bank's own number.
		const total = of({});
		expect(total.withheld).toEqual([]);
		expect(total.submissions.length).toBe(7);
		for (const one of total.submissions) expect([one.contribution, one.ranges]).toEqual([null, []]);
		const seen = passport(ledger, analyst, { indicator: 'M04-8', period: '2026-09' });
		expect(seen.submissions.find(({ institution }) => institution === 'bank07')!.contribution).toBe(
			String(bankCanary)
		);
	});

	it('F1: pages kept for one kind of reader are not given to another', async () => {
		const page = async (asker: Asker) =>
			textOf(await askKept(ledger, 'loans', asker, asked, 'district', null));
		expect(leaksIn(await page(analyst))).not.toEqual([]);
		expect(leaksIn(await page(unit))).toEqual([]);
		// Even if some day a role had readers of both kinds.
		expect(leaksIn(await page({ ...unit, user: null }))).not.toEqual([]);
		expect(leaksIn(await page(unit))).toEqual([]);
		const file = async (asker: Asker) =>
			textOf(
				(await askFile(ledger, 'figureFile', asker, 'indicator-tech-loan-balance--district', 'csv', asked))
					.body
			);
		expect(leaksIn(await file(analyst))).not.toEqual([]);
		expect(leaksIn(await file(unit))).toEqual([]);
	});
});
