/** One control of 安全策略: what it decides, its usual value, and how far it may be moved. */
export interface Control {
	readonly label: string;
	readonly unit: '天' | '分钟' | '小时' | '次' | '个' | '位';
	readonly usual: number;
	readonly least: number;
	readonly most: number;
	/** Where the requirement comes from. */
	readonly basis: string;
}

const level3 = 'GB/T 22239-2019 第三级 8.1.4.1';
const logs = '网络安全法第二十三条（不少于六个月）';

/** Every control there is; the security administrator sets them, within these bounds. */
export const controls = {
	passwordLength: { label: '口令最短长度', unit: '位', usual: 12, least: 12, most: 64, basis: level3 },
	passwordDays: { label: '口令更换周期', unit: '天', usual: 90, least: 1, most: 180, basis: level3 },
	passwordHistory: {
		label: '不得重复使用的近期口令',
		unit: '个',
		usual: 5,
		least: 5,
		most: 24,
		basis: level3
	},
	failures: { label: '连续失败多少次锁定账号', unit: '次', usual: 5, least: 3, most: 5, basis: level3 },
	lockMinutes: { label: '锁定时长', unit: '分钟', usual: 15, least: 15, most: 1440, basis: level3 },
	idleMinutes: { label: '闲置多久退出', unit: '分钟', usual: 30, least: 5, most: 30, basis: level3 },
	sessionHours: { label: '一次登录最长', unit: '小时', usual: 12, least: 1, most: 12, basis: level3 },
	sessions: { label: '同一账号同时登录', unit: '个', usual: 2, least: 1, most: 2, basis: '本平台默认' },
	graveMinutes: {
		label: '办理重要事项前多久内须验证过身份',
		unit: '分钟',
		usual: 10,
		least: 1,
		most: 30,
		basis: '本平台默认'
	},
	linkHours: { label: '一次性链接有效期', unit: '小时', usual: 24, least: 1, most: 72, basis: '本平台默认' },
	dormantDays: {
		label: '多久未登录停用账号',
		unit: '天',
		usual: 90,
		least: 30,
		most: 365,
		basis: 'GB/T 22239-2019 第三级 8.1.4.2'
	},
	auditDays: { label: '审计记录在线保留', unit: '天', usual: 1095, least: 190, most: 36_500, basis: logs }
} as const satisfies Record<string, Control>;

export type ControlId = keyof typeof controls;
