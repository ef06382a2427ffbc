import type { Step } from '#figures/show.ts';
import type { Submission } from '#lib/server/intake/submit-view.ts';
import type { FindingCounts } from './findings.ts';
import { clock } from '#core/moment.ts';

const seconds = (from: string, to: string): string => ((Date.parse(to) - Date.parse(from)) / 1000).toFixed(1);

function checking(submission: Submission): Step {
	if (submission.state === 'failed') return { label: '校验', note: '处理失败，请重新上传', state: 'bad' };
	if (submission.state === 'received') return { label: '校验', note: '排队中', state: 'now' };
	if (submission.state === 'checking')
		return { label: '校验', note: `已完成 ${submission.progress}%`, state: 'now' };
	const note = submission.checkedAt
		? `用时 ${seconds(submission.uploadedAt, submission.checkedAt)} 秒`
		: undefined;
	return { label: '校验', note, state: 'done' };
}

function mending(submission: Submission, counts: FindingCounts): Step {
	const label = '修改与说明';
	if (submission.state === 'refused') {
		const more = counts.explainable ? `，${counts.explainable} 处待说明` : '';
		return { label, note: `${counts.blocking} 处须改${more}`, state: 'bad' };
	}
	if (submission.state === 'explaining')
		return { label, note: `${counts.unexplained} 处待说明`, state: 'now' };
	if (['received', 'checking', 'failed'].includes(submission.state)) return { label, state: 'next' };
	return { label, note: counts.explainable ? `${counts.explainable} 处已说明` : '无须修改', state: 'done' };
}

function signing(submission: Submission): Step {
	if (submission.signedAt)
		return {
			label: '复核签署',
			note: `${submission.signedBy?.name ?? '控制台'} ${clock(submission.signedAt)}`,
			state: 'done'
		};
	return { label: '复核签署', note: '须另一人', state: submission.state === 'ready' ? 'now' : 'next' };
}

function accepting(submission: Submission): Step {
	if (submission.state === 'withdrawn') return { label: '入库', note: '已撤回，不入库', state: 'bad' };
	if (submission.acceptedAt === null) return { label: '入库', note: '汇总随即更新', state: 'next' };
	if (submission.endedAt !== null) return { label: '入库', note: '已由后一次报送替代', state: 'done' };
	return { label: '入库', note: `${clock(submission.acceptedAt)} 已生效`, state: 'done' };
}

/** The five stations of a submission and where it stands. */
export const stepsOf = (submission: Submission, counts: FindingCounts): Step[] => [
	{ label: '接收', note: `${clock(submission.uploadedAt)} 回执　${submission.receipt}`, state: 'done' },
	checking(submission),
	mending(submission, counts),
	signing(submission),
	accepting(submission)
];
