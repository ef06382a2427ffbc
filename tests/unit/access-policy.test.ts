import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Asker, Role } from '#lib/server/access/asker.ts';
import { isReader, policies, returnPath, routeId, verdict } from '#lib/server/access/policy.ts';
import { filesFor, seesRowsOf } from '#lib/server/access/rights.ts';

const routes = path.resolve(import.meta.dirname, '../../routes');
const answers = /^\+(page|server)(\.server)?\.(svelte|ts|js)$|^\+page@.*\.svelte$/;

function routeIds(folder: string, id = ''): string[] {
	const here = readdirSync(folder, { withFileTypes: true });
	const own = here.some((entry) => entry.isFile() && answers.test(entry.name)) ? [routeId(id || '/')!] : [];
	const below = here.filter((entry) => entry.isDirectory());
	return [
		...own,
		...below.flatMap((entry) => routeIds(path.join(folder, entry.name), `${id}/${entry.name}`))
	];
}
const asker = (role: Role, more: Partial<Asker> = {}): Asker => ({
	user: 1,
	name: '某人',
	role,
	institution: null,
	unit: null,
	clearance: 2,
	rawRead: false,
	...more
});

// Protects deny-by-default: what nobody has been given is there for nobody.
describe('C1: routes and who may ask for them', () => {
	const found = routeIds(routes);

	it('gives every route a policy', () => {
		expect(found.filter((id) => !(id in policies))).toEqual([]);
	});
	it('has no policy for a route that is gone', () => {
		expect(Object.keys(policies).filter((id) => !found.includes(id))).toEqual([]);
	});
	it('leaves only sign-in and health open to anybody', () => {
		expect(Object.keys(policies).filter((id) => policies[id] === 'anybody')).toEqual([
			'/login',
			'/login/code',
			'/login/sso',
			'/login/sso/callback',
			'/activate/[token]',
			'/healthz',
			'/readyz'
		]);
	});
	it('knows nothing of a route without policy, and sends strangers to sign in', () => {
		expect(verdict('/secret', asker('analyst'))).toBe('nothing');
		expect(verdict(null, asker('analyst'))).toBe('nothing');
		expect(verdict('/secret', null)).toBe('sign-in');
		expect(verdict('/filings', null)).toBe('sign-in');
	});
	it('keeps administrators from business data and leaders from submissions', () => {
		expect(verdict('/filings', asker('system'))).toBe('nothing');
		expect(verdict('/roster', asker('system'))).toBe('nothing');
		expect(verdict('/submissions/[id]', asker('leader'))).toBe('nothing');
		expect(verdict('/submissions/[id]', asker('institution', { institution: 'a' }))).toBe('allowed');
	});
	it('lives in folders that exist', () => expect(existsSync(routes)).toBe(true));
});

describe('C1: rows', () => {
	it('are seen by their own filer and by analysts only', () => {
		expect(seesRowsOf(asker('institution', { institution: 'a' }), 'a')).toBe(true);
		expect(seesRowsOf(asker('institution', { institution: 'a' }), 'b')).toBe(false);
		expect(seesRowsOf(asker('unit', { unit: 'kw' }), 'kw')).toBe(true);
		expect(seesRowsOf(asker('unit', { unit: 'kw' }), 'a')).toBe(false);
		expect(seesRowsOf(asker('leader'), 'a')).toBe(false);
		expect(seesRowsOf(asker('system'), 'a')).toBe(false);
		expect(seesRowsOf(asker('analyst'), 'a')).toBe(true);
	});
	it('are filed by nobody for somebody else', () => {
		expect(filesFor(asker('analyst'), 'a')).toBe(false);
		expect(filesFor(asker('institution', { institution: 'a' }), 'b')).toBe(false);
		expect(filesFor(asker('institution', { institution: 'a' }), 'a')).toBe(true);
	});
});

// Protects an analyst of an office from being taken for the office.
it('the cockpit is for leaders and analysts, whatever office they belong to', () => {
	expect(isReader(asker('leader'))).toBe(true);
	expect(isReader(asker('analyst', { unit: 'pbc' }))).toBe(true);
	expect(isReader(asker('unit', { unit: 'pbc' }))).toBe(false);
	expect(isReader(asker('institution', { institution: 'a' }))).toBe(false);
	expect(isReader(asker('system'))).toBe(false);
});

// Protects against open redirects: after sign-in one lands on our own pages or at home.
describe('C15: return path', () => {
	it.each([
		['/filings', '/filings'],
		['/filings?period=2026-09', '/filings?period=2026-09'],
		['/submissions/12', '/submissions/12'],
		[null, null],
		['', null],
		['//evil.example', null],
		['/\\evil.example', null],
		['\\\\evil.example', null],
		['https:evil.example', null],
		['https://evil.example/filings', null],
		['javascript:alert(1)', null],
		['%2f%2fevil.example', null],
		['/%2f%2fevil.example', null],
		['/filings/..//evil.example', null],
		['/./\t/evil.example', null],
		['/filings\r\nSet-Cookie: a=b', null],
		['/login?next=/filings', null],
		['/nowhere', null]
	])('%j → %s', (next, expected) => expect(returnPath(next)).toBe(expected));
});
