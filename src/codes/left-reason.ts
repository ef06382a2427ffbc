import { defineCodes } from './define.ts';

/** Why an enterprise left the list of recommended issuers. */
export const leftReasons = defineCodes({
	id: 'leftReason',
	label: '调出原因',
	source: '本平台自编代码',
	codes: {
		ISSUED: '已完成发债',
		UNFIT: '不再符合条件',
		WEAKENED: '经营或信用状况恶化',
		BREACH: '违法失信',
		WITHDREW: '企业自愿退出',
		OTHER: '其他原因'
	},
	aliases: {
		其他: 'OTHER'
	}
});
