import { ask } from './ask.ts';
import type { Host } from './host.ts';
import type { BurstFile } from './prepare.ts';
import { pause, timesOf, type Times } from './times.ts';

/** What became of the files that were to be signed. */
export interface Signing {
	readonly signed: number;
	/** Milliseconds a signature took, from the click to the answer. */
	readonly took: Times;
	/** Files that were not signed, and what was said. */
	readonly refused: readonly string[];
}

/** Seconds from one signature to the next: thirty in five minutes, as on the last evening. */
export const every = 10;

/** Explains what is to be explained and signs, one file after another for `over` seconds, as makers and checkers of the banks do. */
export async function signing(
	host: Host,
	files: readonly BurstFile[],
	receipts: readonly string[],
	cookies: ReadonlyMap<string, string>,
	over: number
): Promise<Signing> {
	const due = host.signable(receipts).slice(0, over / every);
	const took: number[] = [];
	const refused: string[] = [];
	const act = (id: number, name: string, cookie: string, form: Readonly<Record<string, string>>) =>
		ask(`${host.base}/submissions/${id}?/${name}`, {
			method: 'POST',
			headers: {
				cookie,
				origin: host.base,
				accept: 'application/json',
				'x-sveltekit-action': 'true',
				'content-type': 'application/x-www-form-urlencoded'
			},
			body: new URLSearchParams(form).toString(),
			longest: 60_000
		});
	for (const { id, receipt, institution, rules } of due) {
		const begun = performance.now();
		const { username } = files.find((file) => file.institution === institution)!;
		const [maker, checker] = [username, username.replace('.maker', '.checker')].map((one) =>
			cookies.get(one)!
		);
		const explained = rules.length
			? await act(
					id,
					'explain',
					maker!,
					Object.fromEntries(rules.map((rule) => [`rule:${rule}`, '压力测试：本月新增业务较多']))
				)
			: null;
		const clicked = performance.now();
		const { status, body } = await act(id, 'sign', checker!, { statement: 'yes' });
		took.push(performance.now() - clicked);
		const said = body.toString();
		if (status !== 200 || !said.includes('"success"'))
			refused.push(
				`${receipt}：${status} ${said.slice(0, 120)} ${explained?.body.toString().slice(0, 80) ?? ''}`
			);
		await pause(Math.max(0, every * 1000 - (performance.now() - begun)));
	}
	return { signed: due.length - refused.length, took: timesOf(took), refused };
}
