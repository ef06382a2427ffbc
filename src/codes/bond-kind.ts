import { defineCodes } from './define.ts';

/** What kind of bond it is. */
export const bondKinds = defineCodes({
	id: 'bondKind',
	label: '债券品种',
	source: '本平台自编代码',
	codes: {
		TECH: '科技创新债券',
		MTN: '中期票据',
		CP: '短期融资券',
		SCP: '超短期融资券',
		CORPORATE: '公司债',
		ABS: '资产支持证券',
		OTHER: '其他债券'
	},
	aliases: {
		中票: 'MTN',
		短融: 'CP',
		超短融: 'SCP',
		资产支持: 'ABS',
		其他: 'OTHER'
	}
});
