import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

// Protects the machine from the program and the program from a bad end: the unit that ships is one systemd accepts, shut in, and restarted.
const text = readFileSync('src/setup/techfin.service', 'utf8');
const here = spawnSync('systemd-analyze', ['--version']).status === 0;
const reason = here ? '' : 'no systemd-analyze here';

describe('E5: techfin.service', () => {
	it('is restarted whenever it ends, but not where starting again would not help, and has time to finish', () => {
		expect(text).toMatch(/^Restart=always$/m);
		expect(text).toMatch(/^RestartPreventExitStatus=2$/m);
		// The server itself gives requests 30 seconds.
		expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(text)![1])).toBeGreaterThan(30);
	});

	it.skipIf(reason)(`is accepted and rated well by systemd${reason && ` (skipped: ${reason})`}`, () => {
		const folder = mkdtempSync(join(tmpdir(), 'techfin-unit-'));
		try {
			const file = join(folder, 'techfin.service');
			// The launcher as it will lie in /opt.
			writeFileSync(file, text.replaceAll('/opt/techfin', resolve('.')));
			const verified = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
			expect([verified.status, verified.stderr]).toEqual([0, '']);
			const rated = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', file], {
				encoding: 'utf8'
			});
			expect(rated.status, rated.stdout.slice(-200)).toBe(0);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});
