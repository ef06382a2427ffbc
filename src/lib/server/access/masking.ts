import type { Column, Dataset } from '#datasets/define.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import type { Asker } from './asker.ts';
import { control } from './controls.ts';
import { ownsRowsOf } from './rights.ts';

/** How somebody reads which enterprise a row is about. */
export interface Masks {
	/** Whether anything is hidden, so that a page can offer to say what for. */
	readonly masked: boolean;
	readonly name: (text: string) => string;
	readonly code: (text: string) => string;
	/** A sentence with codes in it. */
	readonly text: (text: string) => string;
}

const codes = /(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])/g;
const kinds =
	/(?:集团|控股)?(?:股份)?(?:有限)?(?:责任)?公司$|(?:中心|研究院|研究所|事务所|合作社|厂|店|社|院|所)$/;

/** `北京****科技有限公司`: the place and the kind stay, what tells it from others does not. */
export function maskedName(name: string): string {
	const place = /^(?:中国|北京市?)/.exec(name)?.[0] ?? '';
	const rest = name.slice(place.length);
	const kind = kinds.exec(rest)?.[0] ?? '';
	const trade = /(?:科技|技术|信息|生物|医药|智能|软件|电子|网络|能源|材料|装备|环保|数据)$/.exec(
		rest.slice(0, rest.length - kind.length)
	)?.[0];
	return `${place}****${rest.length > kind.length + (trade?.length ?? 0) ? (trade ?? '') : ''}${kind}`;
}

/** `9111****1234`. */
export const maskedCode = (code: string): string =>
	code.length < 9 ? '****' : `${code.slice(0, 4)}****${code.slice(-4)}`;

/** A sentence with the codes in it masked. */
export const maskedText = (text: string): string => text.replace(codes, maskedCode);

const masks: Masks = {
	masked: true,
	name: maskedName,
	code: maskedCode,
	text: maskedText
};
const same = (text: string): string => text;
/** Enterprises as they are. */
export const unmasked: Masks = { masked: false, name: same, code: same, text: same };

/** A value of a column as the masks show it. */
export function maskedValue({ name, code, text }: Masks, column: Column | undefined, value: string): string {
	if (value === '') return value;
	if (column?.enterprise === 'name') return name(value);
	return column?.enterprise === 'code' ? code(value) : text(value);
}

/** Whether rows of a dataset say which enterprise they are about, beyond what the roster tells everybody. */
export const namesEnterprises = (dataset: Dataset): boolean =>
	Object.values(dataset.columns).some((column) => column.enterprise !== undefined);

/** Whether the asker could see enterprises unmasked if they said what for. */
export const mayUnmask = (ledger: Ledger, asker: Asker): boolean =>
	asker.rawRead && asker.clearance >= control(ledger, 'levelEnterprise');

/**
 * How the asker reads the enterprises of `filer`'s rows, or of everybody's: whoever filed them and the console as they
 * are; whoever has stated a purpose too, which is on record each time; everybody else masked.
 */
export function enterprisesFor(ledger: Ledger, asker: Asker, about: string, filer: string | null): Masks {
	if (asker.user === null || (filer !== null && ownsRowsOf(asker, filer))) return unmasked;
	if (asker.purpose === undefined || !mayUnmask(ledger, asker)) return masks;
	record(ledger, asker, 'raw.view', about, { purpose: asker.purpose });
	return unmasked;
}

/** Demands that the asker may see a file with enterprises in it as it is: its filer, or somebody with a purpose. */
export function demandUnmasked(ledger: Ledger, asker: Asker, about: string, filer: string): void {
	if (enterprisesFor(ledger, asker, about, filer).masked)
		throw new Refused(
			mayUnmask(ledger, asker)
				? '文件含企业明细，请先在页面上说明用途，再下载'
				: '文件含企业明细，须有明细许可才能下载；如需开通，请向系统管理员申请',
			403
		);
}

/** States what enterprises are to be shown for; holds for a while, in this session only. An empty purpose ends it. */
export function statePurpose(ledger: Ledger, asker: Asker, session: string, text: string): void {
	if (!mayUnmask(ledger, asker)) throw new Refused('没有找到', 404);
	const purpose = text.trim();
	if (purpose && [...purpose].length < 5) throw new Refused('请写明用途，至少五个字', 400);
	const until = new Date(ledger.now().getTime() + control(ledger, 'purposeMinutes') * 60_000).toISOString();
	ledger.db
		.transaction(() => {
			prepared(
				ledger.db,
				'update session set purpose = ?, purposeUntil = ? where hash = ? and ended is null'
			).run(purpose ? purpose.slice(0, 200) : null, purpose ? until : null, session);
			record(
				ledger,
				asker,
				'raw.unmask',
				`user:${asker.name}`,
				purpose ? { purpose, until } : { purpose: '' }
			);
		})
		.immediate();
}
