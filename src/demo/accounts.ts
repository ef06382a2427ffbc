import type { World } from './world.ts';

/** A person of the demonstration. All share one password, which is printed at the first start and opens nothing real. */
export interface DemoAccount {
	readonly username: string;
	readonly name: string;
	readonly role: 'analyst' | 'unit' | 'institution' | 'leader' | 'system' | 'security' | 'audit';
	readonly institution: string | null;
	readonly unit: string | null;
	/** Whether it may unmask enterprises with a purpose. */
	readonly rawRead: boolean;
}

/** The password of every demonstration account. */
export const demoPassword = 'Beijing-Techfin-98';
const offices = ['pbc', 'kw', 'jxj', 'csrc'] as const;

const person = (
	username: string,
	name: string,
	role: DemoAccount['role'],
	more: Partial<Pick<DemoAccount, 'institution' | 'unit' | 'rawRead'>> = {}
): DemoAccount => ({ username, name, role, institution: null, unit: null, rawRead: false, ...more });

/** The name under which a filer's maker or checker signs in: `bank15.maker`, `bank15.checker`. */
export const accountOf = (filer: string, part: 'maker' | 'checker'): string => `${filer}.${part}`;

/** Everybody who can sign in to the demonstration: one of each role, maker and checker of each filer. */
export function demoAccounts(world: World): DemoAccount[] {
	return [
		person('leader', '领导', 'leader'),
		person('analyst', '监管分析员01', 'analyst', { unit: 'pbc', rawRead: true }),
		person('sysadmin', '系统管理员01', 'system'),
		person('secadmin', '安全管理员01', 'security'),
		person('auditor', '审计管理员01', 'audit'),
		...offices.flatMap((unit) => [
			person(accountOf(unit, 'maker'), '经办01', 'unit', { unit }),
			person(accountOf(unit, 'checker'), '复核02', 'unit', { unit })
		]),
		...[...world.banks, { id: 'yqdj', shortName: '北京市银企对接系统' }].flatMap(({ id, shortName }) => {
			const of = { institution: id };
			return [
				person(accountOf(id, 'maker'), `${shortName}填报员01`, 'institution', of),
				person(accountOf(id, 'checker'), `${shortName}复核员02`, 'institution', of)
			];
		})
	];
}
