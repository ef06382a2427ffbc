import type { Asker } from '#lib/server/access/asker.ts';
import { prepared, type Ledger } from './open.ts';
import { Refused } from './scope.ts';
import { record } from './trail.ts';

/** 报送机构: who files. */
export interface Institution {
	readonly id: string;
	readonly uscc: string;
	readonly code14: string | null;
	readonly name: string;
	readonly shortName: string;
	readonly kind: string;
	readonly peerGroup: string | null;
	/** Official order, used everywhere. */
	readonly sort: number;
	readonly from: string;
	readonly until: string | null;
}

/** Everybody who files or filed, in official order. */
export const institutions = (ledger: Ledger): Institution[] =>
	prepared(ledger.db, 'select * from institution order by sort, id').all() as Institution[];

/** The institution with this id; throws `unknown institution: …`. */
export function institutionOf(ledger: Ledger, id: string): Institution {
	const found = prepared(ledger.db, 'select * from institution where id = ?').get(id);
	if (!found) throw new RangeError(`unknown institution: ${id}`);
	return found as Institution;
}

/** What is needed to enter an institution; without `sort` it comes last. */
export type NewInstitution = Pick<Institution, 'id' | 'uscc' | 'name' | 'shortName' | 'kind' | 'from'> &
	Partial<Pick<Institution, 'code14' | 'peerGroup' | 'sort' | 'until'>>;

/** Enters an institution, or changes the one with this id. */
export function addInstitution(ledger: Ledger, asker: Asker, given: NewInstitution): Institution {
	if (asker.user !== null && asker.role !== 'administrator') throw new Refused('只有管理员可以登记机构', 403);
	if (!/^[A-Za-z0-9_-]{1,20}$/.test(given.id)) throw new Refused(`机构编号写法不对：${given.id}`, 400);
	return ledger.db
		.transaction(() => {
			const last = prepared(ledger.db, 'select coalesce(max(sort), 0) from institution')
				.pluck()
				.get() as number;
			const before = prepared(ledger.db, 'select sort from institution where id = ?')
				.pluck()
				.get(given.id) as number | undefined;
			const entered: Institution = {
				id: given.id,
				uscc: given.uscc,
				code14: given.code14 ?? null,
				name: given.name,
				shortName: given.shortName,
				kind: given.kind,
				peerGroup: given.peerGroup ?? null,
				sort: given.sort ?? before ?? last + 1,
				from: given.from,
				until: given.until ?? null
			};
			prepared(
				ledger.db,
				`insert into institution values (@id, @uscc, @code14, @name, @shortName, @kind, @peerGroup, @sort, @from, @until)
				on conflict (id) do update set uscc = @uscc, code14 = @code14, name = @name, shortName = @shortName,
					kind = @kind, peerGroup = @peerGroup, sort = @sort, "from" = @from, until = @until`
			).run(entered);
			record(ledger, asker, 'institution.put', `institution:${given.id}`, { ...entered });
			return entered;
		})
		.immediate();
}
