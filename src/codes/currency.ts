import { defineCodes } from './define.ts';

/** Currencies a loan may be in. */
export const currencies = defineCodes({
	id: 'currency',
	label: '币种',
	source: 'GB/T 12406（ISO 4217）常用货币',
	codes: {
		CNY: '人民币',
		USD: '美元',
		EUR: '欧元',
		JPY: '日元',
		HKD: '港元',
		GBP: '英镑',
		AUD: '澳大利亚元',
		CAD: '加拿大元',
		CHF: '瑞士法郎',
		SGD: '新加坡元',
		NZD: '新西兰元',
		KRW: '韩元',
		MYR: '马来西亚林吉特',
		THB: '泰铢',
		RUB: '俄罗斯卢布',
		ZAR: '南非兰特',
		SEK: '瑞典克朗',
		NOK: '挪威克朗',
		DKK: '丹麦克朗',
		AED: '阿联酋迪拉姆',
		SAR: '沙特里亚尔',
		MOP: '澳门元',
		TWD: '新台币',
		INR: '印度卢比',
		IDR: '印度尼西亚卢比',
		PHP: '菲律宾比索',
		VND: '越南盾',
		BRL: '巴西雷亚尔',
		MXN: '墨西哥比索',
		TRY: '土耳其里拉',
		HUF: '匈牙利福林',
		PLN: '波兰兹罗提',
		KZT: '哈萨克斯坦坚戈'
	},
	aliases: {
		RMB: 'CNY',
		港币: 'HKD',
		新元: 'SGD',
		日圆: 'JPY',
		澳元: 'AUD',
		加元: 'CAD'
	}
});
