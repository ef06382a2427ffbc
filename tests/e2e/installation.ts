import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { expect } from '@playwright/test';

/** A real installation of its own beside the one with demo data: its folder, address, and what it has printed. */
export interface Installation {
	readonly ledger: string;
	readonly base: string;
	said(): string;
	stop(): void;
}

/** Starts the built server on `ledger`, or on an empty folder, and waits until it answers. */
export async function install(
	port: number,
	settings: Readonly<Record<string, string>> = {},
	prepare: (ledger: string) => Promise<void> | void = () => undefined
): Promise<Installation> {
	const folder = mkdtempSync(path.join(tmpdir(), 'techfin-install-'));
	const ledger = path.join(folder, 'ledger');
	await prepare(ledger);
	let said = '';
	const server: ChildProcess = spawn(
		process.execPath,
		['--disable-warning=ExperimentalWarning', '--disable-proto=delete', 'src/serve.ts', 'serve'],
		{
			cwd: path.resolve(import.meta.dirname, '../..'),
			env: {
				...process.env,
				PORT: String(port),
				TECHFIN_DATA: ledger,
				HOST: '',
				ORIGIN: '',
				...settings
			}
		}
	);
	server.stdout!.on('data', (text: Buffer) => (said += text.toString()));
	server.stderr!.on('data', (text: Buffer) => (said += text.toString()));
	const base = `http://localhost:${port}`;
	await expect
		.poll(
			() =>
				fetch(`${base}/readyz`).then(
					({ status }) => status,
					() => 0
				),
			{ timeout: 60_000, message: said }
		)
		.toBe(200);
	return {
		ledger,
		base,
		said: () => said,
		stop: () => {
			server.kill();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
