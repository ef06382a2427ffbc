import type { Break } from './define.ts';

/** The standard for 专精特新 enterprises was replaced on 2026-04-01: numbers of these two labels do not compare across that day. */
export const newStandard: readonly Break[] = [
	{
		from: '2026-04',
		note: '专精特新认定标准自2026年4月1日起更换（工信部企业〔2026〕2号），前后不可比',
		where: { label: ['SRDI', 'GIANT'] }
	}
];
