import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runChild } from '#lib/server/jobs/child.ts';

const dir = mkdtempSync(join(tmpdir(), 'techfin-child-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const script = (name: string, text: string): string => {
	const path = join(dir, `${name}.mjs`);
	writeFileSync(path, text);
	return path;
};

test('a child that ends well has done its work, and says how far it is', async () => {
	const heard: unknown[] = [];
	await runChild(script('good', `process.send({ progress: 50 }); process.disconnect();`), [], {
		onMessage: (message) => heard.push(message)
	});
	expect(heard).toEqual([{ progress: 50 }]);
});

test('a child that takes too long is killed and said so; another try would end the same way', async () => {
	await expect(runChild(script('slow', 'for (;;);'), [], { timeout: 400 })).rejects.toMatchObject({
		message: '处理超时',
		outlook: 'final'
	});
});

test(
	'B4: a child that takes too much memory dies alone, whether heap or buffers',
	{ timeout: 60_000 },
	async () => {
		const heap = script('heap', 'const all = []; for (;;) all.push({ at: all.length, text: [all.length] });');
		await expect(runChild(heap, [], { heap: 40 })).rejects.toMatchObject({
			message: '文件过大，处理时内存不足',
			outlook: 'final'
		});
		const buffers = script(
			'buffers',
			`const all = []; setInterval(() => all.push(Buffer.alloc(20_000_000, 1)), 10);`
		);
		await expect(runChild(buffers, [], { memory: 300 })).rejects.toMatchObject({
			message: '文件过大，处理时内存超限',
			outlook: 'final'
		});
	}
);

test('a child killed from outside may be tried again', async () => {
	await expect(runChild(script('dead', `process.kill(process.pid, 'SIGKILL');`), [])).rejects.toMatchObject({
		outlook: 'open'
	});
});
