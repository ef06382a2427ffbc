import { describe, expect, it } from 'vitest';
import { institutionKinds } from '#codes/institution-kind.ts';
import { defineDataset, text } from '#datasets/define.ts';
import { datasets } from '#datasets/index.ts';

// Protects the forms: their layouts to the field, and headers that lead to one column.
const layout = (id: string) => Object.values(datasets.get(id)!.columns).map(({ label }) => label);

describe('datasets', () => {
	it('include the seventeen of the first building stage', () => {
		expect([...datasets.keys()]).toEqual(
			expect.arrayContaining(
				(
					'all-loan bond-candidate bond-issue bond-session bond-step corp-customer corp-loan-flow corp-loan-stock institution ' +
					'loan-tag policy-fund policy-quota product product-feedback product-month published-series roster'
				).split(' ')
			)
		);
	});

	it('keep the official order of the three loan files', () => {
		const parties =
			'金融机构代码 内部机构号 金融机构地区代码 借款人证件类型 借款人证件代码 借款人国民经济部门 借款人行业 借款人地区代码 借款人经济成分 借款人企业规模 贷款借据编码 贷款合同编码 贷款产品类别 贷款实际投向 贷款发放日期 贷款到期日期';
		const terms =
			'利率是否固定 利率水平 贷款定价基准类型 基准利率 贷款财政扶持方式 贷款利率重新定价日 贷款担保方式 是否首次贷款';
		expect(layout('corp-loan-stock').join(' ')).toBe(
			`${parties} 贷款展期到期日期 币种 贷款余额 贷款余额折人民币 ${terms} 贷款质量 贷款状态 逾期类型 贷款用途`
		);
		expect(layout('corp-loan-flow').join(' ')).toBe(
			`${parties} 贷款实际终止日期 币种 贷款发生金额 贷款发生金额折人民币 ${terms} 贷款状态 资产证券化产品代码 贷款重组方式 发放/收回标识 交易流水号 贷款用途`
		);
		expect(layout('corp-customer').join(' ')).toBe(
			'金融机构代码 客户名称 客户证件类型 客户证件代码 基本存款账号 基本账户开户行 经营范围 注册资本 实收资本 总资产 营业收入 从业人员数 是否上市公司 首次建立信贷关系日期 注册地址 地区代码 经营状态 成立日期 所属行业 企业规模 经济成分 国民经济部门 授信额度 已用额度 是否关联方 实际控制人证件类型 实际控制人证件代码 信用级别总等级数 信用评级'
		);
		expect([32, 34, 29]).toEqual(
			['corp-loan-stock', 'corp-loan-flow', 'corp-customer'].map((id) => layout(id).length)
		);
	});

	it('have decimals where the official layout has them', () => {
		// The published decimal map: CLDWDK and DWDKFS {19:2, 20:2, 22:5, 24:5}; FTYKHX {8–11:2, 12:0, 23–24:2, 28:0}.
		const kinds = (id: string) => Object.values(datasets.get(id)!.columns).map(({ kind }) => kind);
		for (const id of ['corp-loan-stock', 'corp-loan-flow']) {
			expect([18, 19, 21, 23].map((at) => kinds(id)[at])).toEqual(['money', 'money', 'rate', 'rate']);
		}
		expect([7, 8, 9, 10, 11, 22, 23, 27].map((at) => kinds('corp-customer')[at])).toEqual([
			'money',
			'money',
			'money',
			'money',
			'int',
			'money',
			'money',
			'int'
		]);
	});

	it('have headers and aliases that name one column each, a definition and known filers', () => {
		for (const dataset of datasets.values()) {
			const headers = Object.values(dataset.columns).flatMap(({ label, aliases = [] }) => [
				label,
				...aliases
			]);
			expect(new Set(headers).size, dataset.id).toBe(headers.length);
			expect(dataset.definition.length).toBeGreaterThan(10);
			expect(dataset.filers.filter((kind) => !institutionKinds.at.has(kind))).toEqual([]);
			expect(dataset.key.length).toBeGreaterThan(0);
			expect(dataset.every === 'event').toBe(dataset.due === null);
		}
	});

	it('give every required column an example', () => {
		for (const dataset of datasets.values()) {
			const without = Object.entries(dataset.columns).filter(([, c]) => (c.required || c.key) && !c.example);
			expect(
				without.map(([name]) => name),
				dataset.id
			).toEqual([]);
		}
	});

	it('are broken down by who files them unless an office files for all, and by what they declare', () => {
		const declared = {
			id: 'card',
			label: '卡片',
			clause: null,
			nature: 'stock',
			every: 'month',
			filers: ['state'],
			due: null,
			layouts: ['xlsx'],
			version: '1.0',
			definition: '试验用',
			columns: { no: text('编号', { key: true }), size: text('规模') }
		} as const;
		const size = { size: { by: 'column', column: 'size' } } as const;
		const filer = { institution: { by: 'filer' }, kind: { by: 'filerKind' } };
		expect(defineDataset(declared).by).toEqual(filer);
		expect(defineDataset({ ...declared, by: size }).by).toEqual({ ...filer, ...size });
		expect(defineDataset({ ...declared, filerIds: ['pbc'], by: size }).by).toEqual(size);
	});
});
