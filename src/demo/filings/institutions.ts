import { units } from '#codes/unit.ts';
import type institution from '#datasets/institution.ts';
import type { Row } from '#datasets/define.ts';
import { creditCode } from '../credit-code.ts';
import type { World } from '../world.ts';

const groups = {
	policy: '政策性银行',
	state: '国有大行',
	jointstock: '股份制银行',
	city: '城商行',
	rural: '农商行',
	foreign: '外资银行',
	village: '村镇银行'
} as const;
const since = '2022-10-01';

/** An invented code for an institution; serials far from those of enterprises. */
export const institutionCode = (world: World, id: string): string =>
	creditCode('110102', 900_000 + institutionIds(world).indexOf(id));

const institutionIds = (world: World): readonly string[] => [
	...world.banks.map((bank) => bank.id),
	...units.codes.map(({ code }) => code),
	platform.id
];

/** The platform that hands in enterprises' opinions. */
const platform = { id: 'yqdj', name: '北京市银企对接系统' } as const;

/** Every institution of the invented city in official order: banks, responsible units, the matching platform. */
export function institutionRows(world: World): Row<typeof institution>[] {
	const row = (
		id: string,
		name: string,
		shortName: string,
		kind: string,
		peerGroup: string | null,
		sort: number
	) => ({
		id,
		uscc: institutionCode(world, id),
		code14: null,
		name,
		shortName,
		kind,
		peerGroup,
		sort,
		from: since,
		until: null
	});
	return [
		...world.banks.map((bank) =>
			row(bank.id, bank.name, bank.shortName, bank.kind, groups[bank.kind], Number(bank.id.slice(4)) * 10)
		),
		...units.codes.map(({ code, label }, at) => row(code, label, label, 'unit', null, 1000 + at * 10)),
		row(platform.id, platform.name, platform.name, 'platform', null, 2000)
	];
}
