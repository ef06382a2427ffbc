import { fail } from '@sveltejs/kit';
import { explain, shortest } from '#lib/server/intake/findings-explain.ts';
import { giveBack, sign, withdraw } from '#lib/server/intake/submit.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import { isRolledUp } from '#lib/server/jobs/run.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { refusalIn } from '#lib/server/ledger/trouble.ts';
import { seesOwnActs } from '#lib/server/readers/index.ts';
import { formOf } from '#lib/server/pages/acting.ts';
import { answering, numberIn, pageIn } from '#lib/server/pages/answering.ts';
import { explanationsIn } from '#lib/server/pages/explanations.ts';
import { findingPage, type FindingOrder } from '#lib/server/pages/findings.ts';
import { submissionView } from '#lib/server/pages/submission.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const orders: readonly FindingOrder[] = ['rule', 'place', 'amount'];

export const load: PageServerLoad = ({ locals, params, url }) =>
	answering(() => {
		const asker = locals.asker!;
		const submission = submissionOf(ledger(), asker, numberIn(params.id));
		const asked = url.searchParams.get('order');
		const order = orders.find((one) => one === asked) ?? 'rule';
		const rule = url.searchParams.get('rule');
		const page = pageIn(url.searchParams);
		return {
			submission: submissionView(ledger(), asker, submission),
			shortest,
			findings: findingPage(ledger(), asker, submission, { order, rule, page })
		};
	});

/** Runs one act on the submission; what is refused is said on the page. */
async function act(
	event: RequestEvent,
	doing: (id: number, form: FormData) => Promise<string> | string | void
) {
	const id = numberIn(event.params.id);
	const form = await formOf(event.request);
	try {
		return { said: (await doing(id, form)) ?? '' };
	} catch (cause) {
		const refused = refusalIn(cause);
		if (!refused) throw cause;
		if (refused.status === 404) event.locals.refused = true;
		return fail(refused.status, { message: refused.message });
	}
}

export const actions: Actions = {
	explain: (event) =>
		act(event, (id, form) => {
			const typed = explanationsIn(form);
			if (!typed.length) throw new Refused('没有填写说明', 400);
			let count = 0;
			for (const { which, text } of typed)
				count += explain(ledger(), event.locals.asker!, id, which, text).explained;
			return `已保存 ${count} 处说明`;
		}),
	sign: (event) =>
		act(event, async (id, form) => {
			if (form.get('statement') !== 'yes') throw new Refused('请先勾选声明', 400);
			sign(ledger(), event.locals.asker!, id, { rebuild: 'later' });
			seesOwnActs(event.locals.asker!);
			return (await isRolledUp(ledger()))
				? '已签署入库，汇总已更新'
				: '已签署入库，汇总正在后台更新，稍后刷新即可看到';
		}),
	withdraw: (event) =>
		act(event, (id) => {
			withdraw(ledger(), event.locals.asker!, id);
			return '已撤回';
		}),
	giveBack: (event) =>
		act(event, (id, form) => {
			const reason = String(form.get('reason') ?? '');
			const dueOn = String(form.get('dueOn') ?? '');
			giveBack(ledger(), event.locals.asker!, id, { reason, dueOn });
			return '已退回，原数据在新文件入库前继续使用';
		})
};
