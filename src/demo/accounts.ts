import type { World } from './world.ts';

/** A person of the demonstration. All share one password, which is printed at the first start and opens nothing real. */
export interface DemoAccount {
	readonly username: string;
	readonly name: string;
	readonly role: 'analyst' | 'unit' | 'institution' | 'leader' | 'administrator';
	readonly institution: string | null;
	readonly unit: string | null;
	/** Whether it is one of those to show to a visitor. */
	readonly shown: boolean;
}

/** The password of every demonstration account. */
export const demoPassword = 'Beijing-Techfin-98';
const offices = ['pbc', 'kw', 'jxj', 'csrc'] as const;
/** Banks whose maker and checker are shown: the largest city bank and the one with a return waiting for explanations. */
const shownBanks = ['城商行A', '外资行A', '农商行A'];

const person = (
	username: string,
	name: string,
	role: DemoAccount['role'],
	of: { institution?: string; unit?: string } = {},
	shown = true
): DemoAccount => ({
	username,
	name,
	role,
	institution: of.institution ?? null,
	unit: of.unit ?? null,
	shown
});

/** The name under which a filer's maker or checker signs in: `bank15.maker`, `bank15.checker`. */
export const accountOf = (institution: string, part: 'maker' | 'checker'): string => `${institution}.${part}`;

/** Everybody who can sign in to the demonstration: one of each role, maker and checker of each filer. */
export function demoAccounts(world: World): DemoAccount[] {
	return [
		person('leader', '领导', 'leader'),
		person('analyst', '监管分析员01', 'analyst', { unit: 'pbc' }),
		person('admin', '系统管理员', 'administrator'),
		...offices.flatMap((id) => [
			person(accountOf(id, 'maker'), '经办01', 'unit', { institution: id, unit: id }, id === 'pbc'),
			person(accountOf(id, 'checker'), '复核02', 'unit', { institution: id, unit: id }, id === 'pbc')
		]),
		...[...world.banks, { id: 'yqdj', shortName: '北京市银企对接系统' }].flatMap((filer) => {
			const shown = shownBanks.includes(filer.shortName);
			return [
				person(
					accountOf(filer.id, 'maker'),
					`${filer.shortName}填报员01`,
					'institution',
					{ institution: filer.id },
					shown
				),
				person(
					accountOf(filer.id, 'checker'),
					`${filer.shortName}复核员02`,
					'institution',
					{ institution: filer.id },
					shown
				)
			];
		})
	];
}
