import { defineCodes } from './define.ts';

/** The leading industries Beijing plans for. */
export const leadingIndustries = defineCodes({
	id: 'leadingIndustry',
	label: '高精尖产业',
	source: '北京市“十四五”时期高精尖产业发展规划产业名称；代码为本平台自编',
	codes: {
		L01: '新一代信息技术',
		L02: '医药健康',
		L03: '集成电路',
		L04: '智能网联汽车',
		L05: '智能制造与装备',
		L06: '绿色能源与节能环保',
		L07: '区块链与先进计算',
		L08: '科技服务业',
		L09: '智慧城市',
		L10: '信息内容消费',
		L11: '未来前沿产业'
	}
});
