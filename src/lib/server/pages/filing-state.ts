import type { Filing, State } from '#lib/server/ledger/filings.ts';

/** How urgent a state is: shown as a tag with its word, never as a colour alone. */
export type Tone = 'good' | 'warn' | 'bad' | 'none';

/** A state as an official says it. */
export interface Said {
	readonly label: string;
	readonly tone: Tone;
}

const states: Readonly<Record<State, Said>> = {
	received: { label: '已接收', tone: 'none' },
	checking: { label: '校验中', tone: 'none' },
	refused: { label: '须修改', tone: 'bad' },
	explaining: { label: '待说明', tone: 'warn' },
	ready: { label: '待复核', tone: 'warn' },
	accepted: { label: '已入库', tone: 'good' },
	superseded: { label: '已被替代', tone: 'none' },
	returned: { label: '已退回', tone: 'bad' },
	withdrawn: { label: '已撤回', tone: 'none' },
	failed: { label: '处理失败', tone: 'bad' }
};

export const isState = (text: string): text is State => Object.hasOwn(states, text);

/** The state of one submission in words. */
export const sayState = (state: State): Said => states[state];

const open: ReadonlySet<State> = new Set([
	'received',
	'checking',
	'refused',
	'explaining',
	'ready',
	'failed'
]);

/** Whether a submission still waits for its filer. */
export const isOpen = (state: State): boolean => open.has(state);

/** The newest submission if it is on its way beside, or before, the one in force. */
export const underWay = (filing: Filing): Filing['latest'] =>
	filing.latest && isOpen(filing.latest.state) ? filing.latest : null;

/** How far a filing has come, in one word. */
export function sayFiling(filing: Filing): Said {
	const latest = underWay(filing);
	if (filing.returnedAt && !latest) return { label: '已退回', tone: 'bad' };
	if (filing.inForce && !latest) return filing.late ? { label: '迟报入库', tone: 'warn' } : states.accepted;
	if (latest) return states[latest.state];
	return filing.overdue ? { label: '逾期未报', tone: 'bad' } : { label: '未报', tone: 'none' };
}

/** What the filer does next, as the words on the button. */
export function nextStep(filing: Filing): string | null {
	const latest = underWay(filing);
	if (latest?.state === 'refused' || latest?.state === 'failed') return '看错误并修改';
	if (latest?.state === 'explaining') return '填写说明';
	if (latest?.state === 'ready') return '复核签署';
	if (latest) return '看校验进度';
	return filing.inForce && !filing.returnedAt ? null : '上传文件';
}
