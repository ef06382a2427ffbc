import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { tokenHash } from '#lib/server/access/token.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { addInstitution } from '#lib/server/ledger/institutions.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { csv, exampleRow, usccOf } from '../integration/filer.ts';
import { until, type Server } from './server.ts';

/** The month the bank files. */
export const month = '2026-09';
const roles = {
	maker: ['institution', 'BKA'],
	checker: ['institution', 'BKA'],
	stranger: ['institution', 'BKB'],
	analyst: ['analyst', null],
	leader: ['leader', null],
	system: ['system', null],
	security: ['security', null]
} as const;
export type Person = keyof typeof roles;

/** An installation with two banks and people who are signed in. */
export interface Bank {
	readonly dir: string;
	/** The session token of a person. */
	readonly tokens: Readonly<Record<Person | string, string>>;
	/** Works on the ledger by a connection of its own. */
	withLedger<T>(work: (ledger: Ledger) => T): T;
	remove(): void;
}

/** Signs somebody in without asking for a password, as after a second factor. */
export function enterSession(ledger: Ledger, user: number | bigint): string {
	const token = randomBytes(24).toString('base64url');
	const now = new Date().toISOString();
	ledger.db
		.prepare(
			`insert into session (hash, user, createdAt, seenAt, provedAt, second) values (?, ?, ?, ?, '9999-12-31', 1)`
		)
		.run(tokenHash(token), user, now, now);
	return token;
}

/** Adds a person and signs them in. */
export function enter(ledger: Ledger, username: string, role: string, institution: string | null): string {
	const { lastInsertRowid } = ledger.db
		.prepare(
			`insert into user (username, name, role, institution, password, createdAt, seenAt) values (?, ?, ?, ?, 'none$', @now, @now)`
		)
		.run(username, username, role, institution, { now: new Date().toISOString() });
	return enterSession(ledger, lastInsertRowid);
}

/** Makes the installation, in a folder of its own or in `dir`. */
export function bank(dir = path.join(mkdtempSync(path.join(tmpdir(), 'techfin-faults-')), 'ledger')): Bank {
	const ledger = openLedger(dir);
	for (const [n, id] of ['BKA', 'BKB'].entries())
		addInstitution(ledger, consoleAsker, {
			id,
			uscc: usccOf(n + 1),
			name: `${id}银行北京分行`,
			shortName: `${id}行`,
			kind: 'city',
			from: '2020-01-01'
		});
	const tokens = Object.fromEntries(
		Object.entries(roles).map(([name, [role, institution]]) => [name, enter(ledger, name, role, institution)])
	);
	// Administrators must have a second factor.
	ledger.db.prepare(`update user set secondSince = createdAt`).run();
	ledger.close();
	// Without the published series, which only make it larger.
	writeFileSync(path.join(dir, 'ready'), '');
	return {
		dir,
		tokens,
		withLedger(work) {
			const opened = openLedger(dir);
			try {
				return work(opened);
			} finally {
				opened.close();
			}
		},
		remove: () => rmSync(dir, { recursive: true, force: true })
	};
}

/** A month of loans; every version is another file. */
export function loans(version: number, rows = 60, period = month): Uint8Array<ArrayBuffer> {
	const example = { ...exampleRow(corpLoanStock), institutionCode: usccOf(1) };
	const text = csv(
		corpLoanStock,
		Array.from({ length: rows }, (_, i) => ({
			...example,
			loanNo: `L${i}`,
			contractNo: `C${i}`,
			borrower: usccOf(100 + (i % 30)),
			balance: `${1000 + version + i}.00`,
			balanceCny: `${1000 + version + i}.00`,
			purpose: `${period}第${version}版`
		}))
	);
	return new Uint8Array(text);
}

export interface Receipt {
	readonly submission: number;
	readonly receipt: string;
}

/** What people do at a server, by its own pages. */
export function at(server: Server, tokens: Bank['tokens']) {
	const headers = (person: string) => ({ cookie: `session=${tokens[person]}`, origin: server.base });
	const get = (person: string, where: string, more: Record<string, string> = {}) =>
		fetch(server.base + where, { headers: { ...headers(person), ...more }, redirect: 'manual' });
	/** The same, sent as slowly as one likes: the length is declared at once, the bytes come by `write`. */
	function slowly(length: number, period = month) {
		const request = httpRequest(`${server.base}/filings/${corpLoanStock.id}/BKA/${period}/upload`, {
			method: 'PUT',
			headers: {
				...headers('maker'),
				'content-type': 'application/octet-stream',
				'content-length': length,
				'x-file-name': encodeURIComponent('贷款.csv')
			}
		});
		const answer = new Promise<{
			status: number;
			body: { message?: string; receipt?: string; submission?: number };
		}>((done, failed) => {
			request.once('error', failed);
			request.once('response', (response) => {
				void text(response).then((body) =>
					done({ status: response.statusCode!, body: JSON.parse(body) as { message?: string } })
				);
			});
		});
		return { request, answer };
	}
	const put = (source: BodyInit, period = month, dataset: string = corpLoanStock.id) =>
		fetch(`${server.base}/filings/${dataset}/BKA/${period}/upload`, {
			method: 'PUT',
			body: source,
			duplex: 'half',
			headers: {
				...headers('maker'),
				'content-type': 'application/octet-stream',
				'x-file-name': encodeURIComponent('贷款.csv')
			}
		} as RequestInit);
	/** An action of a page; answers its status and what it said. */
	async function act(person: string, where: string, form: Record<string, string>) {
		const answer = await fetch(server.base + where, {
			method: 'POST',
			body: new URLSearchParams(form),
			headers: { ...headers(person), accept: 'application/json', 'x-sveltekit-action': 'true' },
			redirect: 'manual'
		});
		const body = (await answer.json().catch(() => null)) as {
			type?: string;
			status?: number;
			data?: string;
			error?: { message: string };
			message?: string;
		} | null;
		return {
			status: body?.status ?? answer.status,
			text: body?.data ?? body?.error?.message ?? body?.message ?? ''
		};
	}
	async function upload(source: BodyInit, period = month): Promise<Receipt> {
		const answer = await put(source, period);
		if (answer.status !== 201) throw new Error(`no receipt: ${answer.status} ${await answer.text()}`);
		return (await answer.json()) as Receipt;
	}
	async function stateOf(id: number): Promise<string> {
		const answer = await get('maker', `/submissions/${id}/progress`);
		if (answer.status !== 200) throw new Error(`no state: ${answer.status} ${await answer.text()}`);
		return ((await answer.json()) as { state: string }).state;
	}
	/** Waits until a file has been looked through, explains what is asked, and answers its state. */
	async function checked(id: number): Promise<string> {
		let state = '';
		await until(
			async () => !['received', 'checking'].includes((state = await stateOf(id))),
			`submission ${id} to be checked`,
			120_000
		);
		return state;
	}
	const explain = async (id: number, checks: readonly string[]) =>
		act('maker', `/submissions/${id}?/explain`, {
			...Object.fromEntries(checks.map((one) => [`rule:${one}`, '本期数据已与业务部门逐笔核对属实']))
		});
	const sign = (id: number, person = 'checker') =>
		act(person, `/submissions/${id}?/sign`, { statement: 'yes' });
	return { get, put, slowly, act, upload, stateOf, checked, explain, sign };
}
