import { institutionKinds } from '#codes/institution-kind.ts';
import { isDate } from '#core/period.ts';
import { usccFault } from '#core/uscc.ts';
import { units } from '#codes/unit.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { may } from '#lib/server/access/rights.ts';
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

/** What is wrong with an institution to be entered, in a sentence; `null` if nothing is. */
function fault(given: NewInstitution): string | null {
	const { id, uscc, name, shortName, kind, from, until, sort } = given;
	if (!/^[A-Za-z0-9_-]{1,20}$/.test(id)) return `机构编号应为 1—20 位字母、数字、_ 或 -，现为“${id}”`;
	const wrong = usccFault(uscc);
	if (wrong) return `${wrong.message}（${uscc}），${wrong.remedy}`;
	if (!name.trim()) return '机构名称不能为空';
	if (!shortName.trim()) return '机构简称不能为空';
	if (!institutionKinds.at.has(kind)) {
		const known = institutionKinds.codes.map(({ code, label }) => `${code} ${label}`).join('、');
		return `没有机构类型“${kind}”，可用：${known}`;
	}
	if (kind === 'unit' && !units.at.has(id)) {
		const known = units.codes.map(({ code, label }) => `${code} ${label}`).join('、');
		return `责任单位的编号须为：${known}，现为“${id}”`;
	}
	if (!isDate(from)) return `启用日期应为存在的日期，如 2022-10-01，现为“${from}”`;
	if (until && !isDate(until)) return `停用日期应为存在的日期，如 2026-12-31，现为“${until}”`;
	if (until && until < from) return `停用日期 ${until} 早于启用日期 ${from}`;
	if (sort !== undefined && !Number.isSafeInteger(sort)) return '次序应为整数';
	return null;
}

/** Enters an institution; one with this id is changed only if that is asked for. */
export function addInstitution(
	ledger: Ledger,
	asker: Asker,
	given: NewInstitution,
	options: { readonly change?: boolean } = {}
): Institution {
	if (!may(asker, 'system')) throw new Refused('没有找到', 404);
	const wrong = fault(given);
	if (wrong) throw new Refused(wrong, 400);
	return ledger.db
		.transaction(() => {
			const last = prepared(ledger.db, 'select coalesce(max(sort), 0) from institution')
				.pluck()
				.get() as number;
			const before = prepared(ledger.db, 'select sort from institution where id = ?')
				.pluck()
				.get(given.id) as number | undefined;
			if (before !== undefined && !options.change)
				throw new Refused(`机构编号 ${given.id} 已被使用；要更改已登记的机构，请用 institution import`, 400);
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
