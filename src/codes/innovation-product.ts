import { defineCodes } from './define.ts';

/** The four kinds of innovative credit product that the notice names. */
export const innovationProducts = defineCodes({
	id: 'innovationProduct',
	label: '创新产品类型',
	source: '银管发〔2022〕98号（五）',
	codes: {
		UNSECURED: '纯信用',
		IP: '知识产权',
		LINKED: '股债联动',
		RECEIVABLE: '应收账款及订单'
	},
	aliases: {
		纯信用类: 'UNSECURED',
		知识产权类: 'IP',
		股债联动类: 'LINKED',
		应收账款及订单类: 'RECEIVABLE'
	}
});
