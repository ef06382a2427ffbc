import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { roleLabels } from '#lib/server/access/asker.ts';
import { asidesOf, placesOf } from '#lib/components/navigation.ts';
import { checkLabels } from '#lib/server/doctor/service.ts';
import { readiness } from '#lib/server/pages/readiness.ts';
import { settings } from '#settings';

// Protects those who install by the manual: what it lists is what is declared, and what it tells them to type exists.
const file = resolve(import.meta.dirname, '../../README.zh-CN.md');
const manual = readFileSync(file, 'utf8');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
	[head, head.map(() => '---'), ...rows].map((cells) => `|${cells.map((cell) => (cell === '---' ? cell : ` ${cell} `)).join('|')}|`).join('\n');

/** What stands between marks, made from the declarations. */
const parts: Readonly<Record<string, string>> = {
	settings: table(
		['设置', '含义', '缺省'],
		Object.entries(settings).map(([name, { about, otherwise }]) => [`\`${name}\``, about, otherwise])
	),
	roles: table(
		['角色', '`--role`', '页面'],
		Object.entries(roleLabels).map(([id, label]) => [
			label,
			`\`${id}\``,
			[...placesOf[id]!, ...asidesOf[id]!].map((place) => place.label).join('、')
		])
	),
	readiness: table(
		['项', '为 `false` 时'],
		Object.entries(checkLabels).map(([id, label]) => [`\`${id}\``, label])
	)
};

describe('the manual', () => {
	it('lists settings, roles and checks as they are declared (vitest -u writes them)', async () => {
		const made = Object.entries(parts).reduce((text, [name, part]) => {
			const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
			const [from, to] = [text.indexOf(begin), text.indexOf(end)];
			expect(from, begin).toBeGreaterThan(0);
			expect(to, end).toBeGreaterThan(from);
			return `${text.slice(0, from + begin.length)}\n\n${part}\n\n${text.slice(to)}`;
		}, manual);
		await expect(made).toMatchFileSnapshot(file);
	});

	it('has a word for every check of readiness', async () => {
		const { checks } = await readiness(() => {
			throw new Error('no ledger');
		});
		for (const id of Object.keys(checks)) expect(Object.keys(checkLabels)).toContain(id);
	});

	it('tells nobody to type a command, option or path that is not there', () => {
		const { stdout } = spawnSync(
			process.execPath,
			['--disable-warning=ExperimentalWarning', 'src/cli.ts', 'help'],
			{ encoding: 'utf8', env: { ...process.env, TECHFIN_CALLED: 'techfin' } }
		);
		const usages = [...stdout.matchAll(/^ {2}([a-z].*)$/gm)].map((match) => match[1]!);
		const typed = [...manual.matchAll(/(?:^|`|-u techfin )techfin ([^`\n]+)/gm)].map((match) => match[1]!.trim());
		expect(typed.length).toBeGreaterThan(20);
		for (const line of typed.filter((one) => !/^(…|serve|demo|help)/.test(one))) {
			const usage = usages
				.filter((one) => `${line} `.startsWith(`${/^[a-z-]+(?: [a-z]+)?/.exec(one)![0]} `))
				.sort((a, b) => b.length - a.length)[0];
			expect(usage, line).toBeDefined();
			for (const option of line.match(/--[a-z-]+/g) ?? [])
				if (!['--help', '--data', '--json'].includes(option)) expect(usage, line).toContain(option);
		}
		for (const [, path] of manual.matchAll(/\/opt\/techfin\/([\w./-]+)/g)) expect(readFileSync(resolve(path!), 'utf8')).not.toBe('');
		const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
		for (const [, name] of manual.matchAll(/npm (?:run )?(?:-s )?([a-z:]+)/g))
			if (name !== 'npm') expect(scripts, name).toHaveProperty(name!);
	});
});
