/** Roles of this product; rights follow from them and from the institution or unit. */
export type Role = 'analyst' | 'unit' | 'institution' | 'leader' | AdministratorRole;

/** 三员: 系统, 安全, 审计管理员. Each knows only its own console, none sees business data. */
export type AdministratorRole = 'system' | 'security' | 'audit';

/** Roles as people call them, in the order in which they are listed. */
export const roleLabels: Readonly<Record<Role, string>> = {
	analyst: '监管分析员',
	unit: '责任单位',
	institution: '报送机构',
	leader: '领导',
	system: '系统管理员',
	security: '安全管理员',
	audit: '审计管理员'
};

export const administratorRoles: readonly AdministratorRole[] = ['system', 'security', 'audit'];
export const isRole = (text: string): text is Role => Object.hasOwn(roleLabels, text);
export const isAdministrator = (role: Role): role is AdministratorRole =>
	(administratorRoles as readonly Role[]).includes(role);

/** Who is asking. Every query function takes one and answers only what they may see. */
export interface Asker {
	/** `null` for the console and the program itself. */
	readonly user: number | null;
	readonly name: string;
	readonly role: Role;
	/** An institution's people see only its rows. */
	readonly institution: string | null;
	/** An office sees the figures of the clauses it is responsible for. */
	readonly unit: string | null;
	/** The most sensitive level they may see, 1–4. */
	readonly clearance: number;
	/** Whether they may unmask enterprises, with a purpose. */
	readonly rawRead: boolean;
	/** When the session's holder last proved who they are, and whether with a second factor. */
	readonly proof?: { readonly at: string; readonly second: boolean };
	/** The session they ask in; what they have asked for ends with it. */
	readonly session?: string;
	/** What enterprises are unmasked for just now. */
	readonly purpose?: string;
}

/** What a role may see unless it is granted otherwise. */
export const usualClearance: Readonly<Record<Role, number>> = {
	analyst: 3,
	unit: 2,
	institution: 2,
	leader: 3,
	system: 1,
	security: 1,
	audit: 1
};

/** The operator at the console: whoever can read the data folder may do what an analyst may. */
export const consoleAsker: Asker = {
	user: null,
	name: '控制台',
	role: 'analyst',
	institution: null,
	unit: null,
	clearance: 4,
	rawRead: true
};
