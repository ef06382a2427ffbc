import { defineCodes } from './define.ts';

/** What an enterprise on the roster is certified as. An enterprise may hold several at once. */
export const labels = defineCodes({
	id: 'label',
	label: '科创类别',
	source: '银管发〔2022〕98号（一）名录范围；“小巨人”按工信部认定单列',
	codes: {
		HNTE: '高新技术企业',
		TSME: '科技型中小企业',
		SRDI: '专精特新中小企业',
		GIANT: '专精特新“小巨人”',
		DEMO: '国家技术创新示范企业',
		CHAMP: '制造业单项冠军企业',
		HIDDEN: '隐形冠军企业',
		ZGCHT: '中关村高新技术企业'
	},
	aliases: {
		高新: 'HNTE',
		国家高新技术企业: 'HNTE',
		'“专精特新”中小企业': 'SRDI',
		专精特新企业: 'SRDI',
		专精特新: 'SRDI',
		小巨人: 'GIANT',
		专精特新小巨人: 'GIANT',
		'专精特新"小巨人"': 'GIANT',
		'专精特新“小巨人”企业': 'GIANT',
		技术创新示范企业: 'DEMO',
		单项冠军: 'CHAMP',
		制造业单项冠军: 'CHAMP',
		隐形冠军: 'HIDDEN',
		中关村高新: 'ZGCHT'
	}
});

/** Which labels count as 科创企业: the notice's own list for Beijing, and the six that the national return counts. */
export const rosterScopes = {
	beijing: ['HNTE', 'TSME', 'SRDI', 'GIANT', 'DEMO', 'CHAMP', 'HIDDEN', 'ZGCHT'],
	national: ['HNTE', 'TSME', 'SRDI', 'GIANT', 'DEMO', 'CHAMP']
} as const;
