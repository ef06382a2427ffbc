import { defineCodes } from './define.ts';

/** What kind of institution files. */
export const institutionKinds = defineCodes({
	id: 'institutionKind',
	label: '机构类型',
	source: '本平台自编代码',
	codes: {
		policy: '政策性银行',
		state: '国有大型银行',
		jointstock: '股份制银行',
		city: '城市商业银行',
		rural: '农村商业银行',
		foreign: '外资银行',
		village: '村镇银行',
		finance: '财务公司',
		lessor: '融资租赁公司',
		guarantor: '融资担保公司',
		platform: '平台',
		unit: '责任单位'
	},
	aliases: {
		政策性: 'policy',
		国有大行: 'state',
		股份制: 'jointstock',
		城商行: 'city',
		农商行: 'rural',
		外资: 'foreign',
		村镇: 'village',
		融资租赁: 'lessor',
		融资担保: 'guarantor'
	}
});

/** The kinds that file loans: every bank. */
export const bankKinds = ['policy', 'state', 'jointstock', 'city', 'rural', 'foreign', 'village'] as const;
