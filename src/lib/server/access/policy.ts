import { uploadLimit } from '#lib/server/ledger/files.ts';
import { isAdministrator, type AdministratorRole, type Asker } from './asker.ts';
import { formLimit, formUploadLimit, longForm } from './guard.ts';
import { may, seesClause, type Right } from './rights.ts';

/** Who may ask for a route: anybody, whoever runs the machine, anybody signed in, or whoever has one of these rights. */
export type Policy = 'anybody' | 'operator' | 'signed-in' | readonly Right[];

/** Route → who. A route that is not here does not exist for anybody: deny by default. */
export const policies: Readonly<Record<string, Policy>> = {
	'/login': 'anybody',
	'/login/code': 'anybody',
	'/login/sso': 'anybody',
	'/login/sso/callback': 'anybody',
	'/activate/[token]': 'anybody',
	'/healthz': 'anybody',
	'/readyz': 'anybody',
	'/metrics': 'operator',
	'/logout': 'signed-in',
	'/account': 'signed-in',
	'/account/confirm': 'signed-in',
	'/account/password': 'signed-in',
	'/account/purpose': 'signed-in',
	'/account/second-factor': 'signed-in',
	'/': 'signed-in',

	'/admin/accounts': ['system'],
	'/admin/institutions': ['system'],
	'/admin/operations': ['system'],
	'/admin/approvals': ['security'],
	'/admin/people': ['security'],
	'/admin/policy': ['security'],
	'/admin/trail': ['audit'],
	'/admin/trail.csv': ['audit'],

	'/loans': ['figures'],
	'/policy-funds': ['figures'],
	'/products': ['figures'],
	'/bonds': ['figures'],
	'/clauses': ['figures'],
	'/clauses/[n]': ['figures'],
	'/indicators': ['figures'],
	'/indicators/[id]': ['figures'],
	'/figures/[id].[ext]': ['figures'],
	'/passport': ['figures'],
	'/reports': ['reports'],
	'/reports/[id]/[period]': ['reports'],
	'/reports/[id]/[period].xlsx': ['reports'],
	'/search': ['declarations'],
	'/search/places.json': ['declarations'],

	'/filings': ['filings'],
	'/filings/[dataset]/[institution]/[period]': ['filings'],
	'/filings/[dataset]/[institution]/[period]/template.xlsx': ['file', 'review'],
	'/filings/[dataset]/[institution]/[period]/upload': ['file'],
	'/submissions/[id]': ['submissions'],
	'/submissions/[id]/progress': ['submissions'],
	'/submissions/[id]/marked': ['submissions'],
	'/submissions/[id]/original': ['submissions'],
	'/submissions/[id]/findings.csv': ['submissions'],
	'/submissions/[id]/receipt': ['submissions'],
	'/submissions/[id]/difference': ['submissions'],
	'/parameters': ['review'],
	'/templates': ['declarations'],
	'/roster': ['roster'],
	'/roster/[uscc]': ['roster'],
	'/roster/batch.csv': ['roster'],
	'/dictionary': ['declarations'],
	'/dictionary/[id]': ['declarations'],
	'/dictionary/codes/[id]': ['declarations'],
	'/dictionary.md': ['declarations'],
	'/dictionary.json': ['declarations']
};

/** Pages about one clause: an office that has no part in it does not see them. */
const clauseOf: Readonly<Record<string, number>> = {
	'/loans': 4,
	'/policy-funds': 4,
	'/products': 6,
	'/bonds': 10
};

/** Routes that may be sent more than a small form: a file as it streams in, or a page of explanations. */
const bodies: Readonly<Record<string, 'stream' | number>> = {
	'/filings/[dataset]/[institution]/[period]/upload': 'stream',
	'/filings/[dataset]/[institution]/[period]': formUploadLimit,
	'/submissions/[id]': longForm,
	'/roster': longForm,
	'/roster/batch.csv': longForm
};

/** The largest body a route takes, in bytes. */
export function bodyLimit(route: string | null): number {
	const limit = (route !== null && bodies[route]) || formLimit;
	return limit === 'stream' ? uploadLimit() : limit;
}

/** Whether a route receives files. */
export const takesFiles = (route: string | null): boolean => route !== null && bodies[route] === 'stream';

/** The route's id without the groups that only share a layout. */
export const routeId = (id: string | null): string | null =>
	id === null ? null : id.replace(/\/\([^)]+\)/g, '') || '/';

/** Where somebody goes who must first change a password or enrol a second factor; nothing else is open but the way out. */
export const owedPlaces: Readonly<Record<'password' | 'second', string>> = {
	password: '/account/password',
	second: '/account/second-factor'
};

/** Whether a route is for whoever runs the machine, signed in or not. */
export const isOperated = (route: string | null): boolean => route !== null && policies[route] === 'operator';

/** Routes that pages ask by themselves; they do not keep a session alive. */
export const pollingRoutes: ReadonlySet<string> = new Set(['/submissions/[id]/progress']);

/**
 * What the policy of a route says to this asker: come in, sign in first, or there is nothing here. `cleared` says
 * whether their clearance reaches the numbers at all.
 */
export function verdict(
	route: string | null,
	asker: Asker | null,
	cleared = true
): 'allowed' | 'sign-in' | 'nothing' {
	const policy = route === null ? undefined : policies[route];
	if (policy === undefined) return asker ? 'nothing' : 'sign-in';
	if (policy === 'anybody') return 'allowed';
	if (policy === 'operator') return 'nothing';
	if (!asker) return 'sign-in';
	if (policy === 'signed-in') return 'allowed';
	const clause = clauseOf[route!];
	if (clause !== undefined && !seesClause(asker, clause)) return 'nothing';
	const holds = (right: Right): boolean =>
		may(asker, right) && (cleared || (right !== 'figures' && right !== 'reports'));
	return policy.some(holds) ? 'allowed' : 'nothing';
}

const sections: ReadonlySet<string> = new Set(
	Object.keys(policies).map((route) => route.split('/')[1] ?? '')
);

/** Whether the cockpit is for them: an institution or an office has its own part to look at, an administrator no business data. */
export const isReader = (asker: Asker): boolean =>
	may(asker, 'figures') && (asker.role === 'leader' || asker.role === 'analyst');

/** Each administrator's own console. */
const consoles: Readonly<Record<AdministratorRole, string>> = {
	system: '/admin/accounts',
	security: '/admin/approvals',
	audit: '/admin/trail'
};

/** The page somebody comes for: filers and analysts what is filed, leaders the cockpit, administrators their console. */
export function homeOf(asker: Asker): string {
	if (isAdministrator(asker.role)) return consoles[asker.role];
	return asker.role === 'leader' ? '/' : '/filings';
}

/** Where to go after signing in: only a path of our own pages; `null` for anything else. */
export function returnPath(next: string | null): string | null {
	if (!next || next.length > 2000 || !/^\/(?![/\\])/.test(next) || /[\p{Cc}\\]/u.test(next)) return null;
	const url = URL.canParse(next, 'http://own.invalid') ? new URL(next, 'http://own.invalid') : null;
	if (!url || url.origin !== 'http://own.invalid' || url.pathname.includes('//')) return null;
	const section = url.pathname.split('/')[1] ?? '';
	if (!sections.has(section) || ['login', 'logout', 'activate'].includes(section)) return null;
	return url.pathname + url.search;
}
