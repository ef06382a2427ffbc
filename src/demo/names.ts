import type { Random } from './random.ts';

const first = [
	...'云启恒睿华智中天瀚星博卓海宏瑞鼎凌晟元泰嘉立远创锐信明辰科微安致极纵航数景国诺盛普联思维优捷融锦拓盈腾沃森翰'
];
const second = [
	...'衡芯图达源通信帆途微光能谱澜势越泽程维川杰岭峰晖宇驰鸿策拓格曜澄涵颂屹征岳柏朗鑫翔翊禾桥弦珩朔'
];
const techMiddle: Readonly<Record<string, readonly string[]>> = {
	I65: ['软件', '信息', '数据', '智算', '云算', '数智', '网安', '视觉', '语音'],
	I64: ['互联', '网络', '云服', '数联'],
	I63: ['通信', '卫星通信', '物联'],
	M73: ['生命科学', '量子', '新材料', '航天', '基因', '能源研究'],
	M74: ['检测', '测控', '环境', '勘测', '芯测'],
	M75: ['科创', '低碳', '转化', '智能'],
	C39: ['微电子', '半导体', '光电', '芯片', '电子'],
	C27: ['医药', '生物', '制药', '疫苗'],
	C35: ['医疗器械', '智能装备', '机器人'],
	C34: ['精密机械', '泵阀', '激光'],
	C38: ['储能', '电力电子', '电气'],
	C40: ['仪器', '传感', '仪表'],
	C36: ['汽车电子', '智驾'],
	C37: ['空天', '轨道装备']
};
const techEnd = [
	'科技有限公司',
	'技术有限公司',
	'科技股份有限公司',
	'科技发展有限公司',
	'（北京）科技有限公司'
] as const;
const otherMiddle: Readonly<Record<string, readonly string[]>> = {
	F51: ['商贸', '物资', '供应链', '医药商贸'],
	F52: ['商业', '百货', '连锁'],
	K70: ['置业', '房地产开发', '物业'],
	E47: ['建设工程', '建筑'],
	E48: ['市政工程', '路桥', '轨道建设'],
	D44: ['热力', '电力', '能源'],
	D46: ['水务'],
	G54: ['物流', '运输'],
	G59: ['仓储'],
	L71: ['租赁'],
	L72: ['投资管理', '文化传媒', '企业管理', '会展'],
	N77: ['环境治理'],
	N78: ['园林', '公共设施'],
	C14: ['食品'],
	C25: ['石化'],
	C31: ['钢铁'],
	R87: ['影视', '文化'],
	H61: ['酒店'],
	Q84: ['医疗管理']
};

/** Gives every enterprise a name of its own that belongs to nobody. */
export function namer(random: Random): (industry: string, tech: boolean, large: boolean) => string {
	const taken = new Set<string>();
	return function name(industry, tech, large) {
		for (;;) {
			const brand = random.pick(first) + random.pick(second);
			const middle = random.pick((tech ? techMiddle : otherMiddle)[industry] ?? ['实业']);
			const end = tech ? random.pick(techEnd) : large ? '集团有限公司' : '有限公司';
			const made = end.startsWith('（') ? `${brand}${middle}${end}` : `北京${brand}${middle}${end}`;
			if (taken.has(made)) continue;
			taken.add(made);
			return made;
		}
	};
}
