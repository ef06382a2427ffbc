/** A name an office bore from a day on. */
export interface UnitName {
	readonly from: string;
	readonly name: string;
	readonly shortName: string;
}

/** An office responsible for a clause: its legal name of 2022 first, dated later names after it. */
export interface Unit {
	readonly id: string;
	readonly names: readonly UnitName[];
	/** How sure the day of the later name is. */
	readonly note?: string;
}

const named = (from: string, name: string, shortName: string): UnitName => ({ from, name, shortName });
const since = '2022-09-22';
const uncertain = '新名称已在使用，更名日期待核';

/** The offices of the notice, in the order of its heading, then 北京金控集团. */
export const units: readonly Unit[] = [
	{
		id: 'pbc',
		names: [
			named(since, '中国人民银行营业管理部', '人行营业管理部'),
			named('2023-08-18', '中国人民银行北京市分行', '人民银行北京市分行')
		],
		note: uncertain
	},
	{
		id: 'safe',
		names: [
			named(since, '国家外汇管理局北京外汇管理部', '北京外汇管理部'),
			named('2023-08-18', '国家外汇管理局北京市分局', '外汇局北京市分局')
		],
		note: uncertain
	},
	{
		id: 'nfra',
		names: [
			named(since, '中国银行保险监督管理委员会北京监管局', '北京银保监局'),
			named('2023-07-20', '国家金融监督管理总局北京监管局', '金融监管总局北京监管局')
		],
		note: uncertain
	},
	{ id: 'csrc', names: [named(since, '中国证券监督管理委员会北京监管局', '北京证监局')] },
	{
		id: 'jrj',
		names: [
			named(since, '北京市地方金融监督管理局', '市金融监管局'),
			named('2024-03-01', '北京市地方金融管理局', '市地方金融管理局')
		],
		note: uncertain
	},
	{
		id: 'kw',
		names: [named(since, '北京市科学技术委员会、中关村科技园区管理委员会', '市科委、中关村管委会')]
	},
	{ id: 'jxj', names: [named(since, '北京市经济和信息化局', '市经济和信息化局')] },
	{ id: 'czj', names: [named(since, '北京市财政局', '市财政局')] },
	{ id: 'swj', names: [named(since, '北京市商务局', '市商务局')] },
	{ id: 'zscq', names: [named(since, '北京市知识产权局', '市知识产权局')] },
	{ id: 'jk', names: [named(since, '北京金融控股集团有限公司', '北京金控集团')] }
];

/** What an office is called on a day; before the notice, its name of the notice. */
export function unitName(id: string, on: string): UnitName {
	const unit = units.find((one) => one.id === id);
	if (!unit) throw new RangeError(`unknown unit: ${id}`);
	return unit.names.findLast((name) => name.from <= on) ?? unit.names[0]!;
}

/** Its name in the notice itself. */
export const legalName = (id: string): UnitName => unitName(id, since);
