import { demoPassword } from '#demo/accounts.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { administratorRoles, roleLabels } from '#lib/server/access/asker.ts';

/** An account of the demonstration, as the sign-in page offers it. */
export interface Offered {
	readonly username: string;
	readonly password: string;
	readonly description: string;
}

/** One account of each kind, maker and checker of one bank and one office. Empty unless the ledger holds invented data. */
export function offeredAccounts(ledger: Ledger): Offered[] {
	if (!ledger.demo) return [];
	const found = prepared(
		ledger.db,
		`select u.username, u.name, u.role, i.shortName from user u left join institution i on i.id = coalesce(u.institution, u.unit)
		where u.role in ('leader', 'analyst', ${administratorRoles.map((role) => `'${role}'`).join()})
			or u.institution = (select id from institution where kind = 'city' order by sort limit 1)
			or u.unit = (select id from institution where kind = 'unit' order by sort limit 1) and u.role = 'unit'
		order by case u.role when 'leader' then 0 when 'analyst' then 1 when 'institution' then 2 when 'unit' then 3 else 4 end, u.id`
	).all() as { username: string; name: string; role: keyof typeof roleLabels; shortName: string | null }[];
	return found.map(({ username, name, role, shortName }) => ({
		username,
		password: demoPassword,
		description: [
			roleLabels[role],
			shortName && !name.includes(shortName) && role !== 'analyst' ? shortName : null,
			name === roleLabels[role] ? null : name
		]
			.filter(Boolean)
			.join('　')
	}));
}
