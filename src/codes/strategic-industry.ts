import { defineCodes } from './define.ts';

/** The nine strategic emerging industries. */
export const strategicIndustries = defineCodes({
	id: 'strategicIndustry',
	label: '战略性新兴产业',
	source: '国家统计局战略性新兴产业分类九大领域；代码为本平台自编',
	codes: {
		S1: '新一代信息技术产业',
		S2: '高端装备制造产业',
		S3: '新材料产业',
		S4: '生物产业',
		S5: '新能源汽车产业',
		S6: '新能源产业',
		S7: '节能环保产业',
		S8: '数字创意产业',
		S9: '相关服务业'
	}
});
