import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { placed, optional } from './asked.ts';
import { string, type Command } from './command.ts';

/** What the operator asks when something is not well. */
export const doctorCommands: Record<string, Command> = {
	doctor: {
		usage: 'doctor [--out FILE]',
		about: '检查整个安装：系统、时钟、设置、磁盘、账本、备份、字体、样张；一页文字，可发给技术支持',
		words: [],
		options: { out: string },
		async run({ values, data }) {
			// What is looked at is one folder, whichever way it was named.
			process.env.TECHFIN_DATA = path.resolve(data);
			const { countOf, examine, pageOf } = await import('#lib/server/doctor/doctor.ts');
			const examined = await examine();
			const lines = pageOf(examined);
			const out = optional(values, 'out');
			if (out !== undefined) writeFileSync(placed(out), `${lines.join('\n')}\n`, { mode: 0o600 });
			return {
				value: examined,
				lines: out === undefined ? lines : [...lines.slice(0, 2), `已存为 ${placed(out)}`],
				refused: countOf(examined, 'wrong') > 0
			};
		}
	}
};
