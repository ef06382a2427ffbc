import { currencies } from '#codes/currency.ts';
import { districts } from '#codes/district.ts';
import { fiscalSupports } from '#codes/fiscal-support.ts';
import { guarantees } from '#codes/guarantee.ts';
import { idKinds } from '#codes/id-kind.ts';
import { industries } from '#codes/industry.ts';
import { loanProducts } from '#codes/loan-product.ts';
import { ownerships } from '#codes/ownership.ts';
import { pricingBenchmarks } from '#codes/pricing-benchmark.ts';
import { rateKinds } from '#codes/rate-kind.ts';
import { regions } from '#codes/region.ts';
import { sectors } from '#codes/sector.ts';
import { sizes } from '#codes/size.ts';
import { code, date, flag, rate, text, uscc } from './define.ts';

/** Fields 1–16, the same in the stock and the flow file: who lends to whom under which contract. */
export const loanParties = {
	institutionCode: uscc('金融机构代码', {
		required: true,
		note: '填报机构的 18 位统一社会信用代码，每行相同',
		example: '91110102MA0123453G'
	}),
	branch: text('内部机构号', {
		required: true,
		max: 30,
		note: '经办机构在本机构内的编号',
		example: '110108001'
	}),
	institutionRegion: code('金融机构地区代码', regions, {
		required: true,
		note: '经办机构所在地 6 位行政区划代码',
		example: '110108'
	}),
	borrowerIdKind: code('借款人证件类型', idKinds, {
		required: true,
		note: '单位优先填 A01 统一社会信用代码',
		example: 'A01'
	}),
	borrower: text('借款人证件代码', {
		enterprise: 'code',
		required: true,
		max: 60,
		capitals: true,
		note: '证件类型为 A01 时填 18 位统一社会信用代码，单元格设为文本格式',
		example: '91110108MA0000015T'
	}),
	sector: code('借款人国民经济部门', sectors, { note: '必填；单位客户不得为金融机构或住户', example: 'C01' }),
	borrowerIndustry: code('借款人行业', industries, {
		note: '门类字母加 2 位大类，境外填 200',
		example: 'C39'
	}),
	borrowerRegion: code('借款人地区代码', regions, { note: '注册地 6 位行政区划代码', example: '110108' }),
	ownership: code('借款人经济成分', ownerships, { note: '企业填写', example: 'B0102' }),
	size: code('借款人企业规模', sizes, { note: '企业必填 CS01—CS04，非企业填 CS05', example: 'CS03' }),
	loanNo: text('贷款借据编码', { key: true, max: 100, note: '本机构内唯一', example: 'JJ202603000001' }),
	contractNo: text('贷款合同编码', { key: true, max: 100, example: 'HT202603000001' }),
	product: code('贷款产品类别', loanProducts, { required: true, example: 'F022' }),
	industryOfUse: text('贷款实际投向', {
		max: 4,
		note: '门类字母加 3 位中类，如 C391；境外填 2000',
		example: 'C391'
	}),
	grantedOn: date('贷款发放日期', { required: true, example: '2026-03-15' }),
	dueOn: date('贷款到期日期', { required: true, note: '合同约定到期日，展期前', example: '2027-03-14' })
};

/** The currency of a loan, before its amounts. */
export const loanCurrency = code('币种', currencies, {
	required: true,
	note: '三位字母币种代码',
	example: 'CNY'
});

/** How a loan is priced and secured; the same eight fields in both files. */
export const loanTerms = {
	rateFixed: code('利率是否固定', rateKinds, { required: true, example: 'RF02' }),
	rate: rate('利率水平', { required: true, note: '年利率，如 3.45 表示 3.45%', example: '3.45000' }),
	benchmark: code('贷款定价基准类型', pricingBenchmarks, { note: '浮动利率填写', example: 'TR05' }),
	baseRate: rate('基准利率', { note: '浮动利率填写；固定利率不填', example: '3.00000' }),
	fiscalSupport: code('贷款财政扶持方式', fiscalSupports, { note: '有财政扶持的填写' }),
	repricedOn: date('贷款利率重新定价日', {
		note: '固定利率填到期日（展期的填展期到期日），浮动利率填下一重定价日',
		example: '2027-01-01'
	}),
	guarantee: code('贷款担保方式', guarantees, { required: true, example: 'D' }),
	firstLoan: flag('是否首次贷款', { required: true, note: '1 是，0 否', example: '0' })
};

/** What the money is for, in words. */
export const loanPurpose = text('贷款用途', {
	max: 1000,
	note: '不得含 ! ? ^ | 和空格、制表符',
	example: '采购研发设备'
});

/** What a loan can be broken down by; its district is the roster's, or for an enterprise not on it the file's. */
export const loanBy = {
	district: {
		by: 'roster',
		column: 'borrower',
		take: 'district',
		otherwise: 'borrowerRegion',
		list: districts
	},
	label: { by: 'labels', column: 'borrower' },
	size: { by: 'column', column: 'size' },
	industry: { by: 'prefix', column: 'borrowerIndustry', length: 1 },
	guarantee: { by: 'prefix', column: 'guarantee', length: 1 },
	ownership: { by: 'prefix', column: 'ownership', length: 3 },
	term: { by: 'term', from: 'grantedOn', to: 'dueOn' }
} as const;
