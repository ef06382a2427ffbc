/** One entry of the bar at the top. */
export interface Place {
	readonly href: string;
	readonly label: string;
}

const cockpit = { href: '/', label: '驾驶舱' };
const loans = { href: '/loans', label: '贷款增长' };
const policyFunds = { href: '/policy-funds', label: '政策资金' };
const products = { href: '/products', label: '产品专区' };
const bonds = { href: '/bonds', label: '发债推荐' };
const clauses = { href: '/clauses', label: '十五条' };
const indicators = { href: '/indicators', label: '指标' };
const filings = { href: '/filings', label: '报送' };
const roster = { href: '/roster', label: '名录' };
const reports = { href: '/reports', label: '报告' };
const templates = { href: '/templates', label: '模板' };
const dictionary = { href: '/dictionary', label: '数据字典' };

const accounts = { href: '/admin/accounts', label: '账号' };
const bodies = { href: '/admin/institutions', label: '机构' };
const operations = { href: '/admin/operations', label: '运行' };
const approvals = { href: '/admin/approvals', label: '授权审批' };
const people = { href: '/admin/people', label: '人员与登录' };
const policy = { href: '/admin/policy', label: '安全策略' };
const trail = { href: '/admin/trail', label: '审计记录' };
const parameters = { href: '/parameters', label: '参数与口径' };

const themes = [loans, policyFunds, products, bonds];

/** What each role finds in the bar, what it came for first; an office only the pages of its own clauses. */
export const placesOf: Readonly<Record<string, readonly Place[]>> = {
	leader: [cockpit, ...themes, clauses, indicators, filings, reports],
	analyst: [cockpit, ...themes, clauses, indicators, filings, roster, reports],
	unit: [filings, ...themes, clauses, indicators, roster, reports],
	institution: [filings, templates, loans, policyFunds, products, indicators, roster],
	system: [accounts, bodies, operations],
	security: [approvals, people, policy],
	audit: [trail]
};

/** What stands behind the user's name. */
export const asidesOf: Readonly<Record<string, readonly Place[]>> = {
	leader: [dictionary],
	analyst: [parameters, templates, dictionary],
	unit: [templates, dictionary],
	institution: [dictionary],
	system: [],
	security: [],
	audit: []
};

/** Whether a place is where the reader is now. */
export const isHere = (place: Place, path: string): boolean =>
	place.href === '/' ? path === '/' : path === place.href || path.startsWith(`${place.href}/`);

/** Parameters that every page understands, and that travel along when one moves between pages. */
const lasting = ['period', 'scope'] as const;

/** The query string to carry to another page: period and scope if they were chosen. */
export function carried(search: URLSearchParams): string {
	const kept = new URLSearchParams();
	for (const name of lasting) {
		const value = search.get(name);
		if (value) kept.set(name, value);
	}
	const text = kept.toString();
	return text ? `?${text}` : '';
}
