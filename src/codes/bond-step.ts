import { defineCodes } from './define.ts';

/** How far an enterprise has come on its way to a bond, in order; 暂缓 and 调出 are side exits. */
export const bondSteps = defineCodes({
	id: 'bondStep',
	label: '发债阶段',
	source: '本平台自编代码，按推进先后排列；暂缓、调出为旁支',
	codes: {
		CANDIDATE: '候选',
		LISTED: '入选',
		COACHED: '辅导',
		MATCHED: '对接',
		APPLIED: '申报',
		REGISTERED: '注册',
		ISSUED: '发行',
		OUTSTANDING: '存续',
		MATURED: '到期',
		PAUSED: '暂缓',
		REMOVED: '调出'
	}
});

/** The steps of the straight way, in order; the side exits are not among them. */
export const bondPath: readonly string[] = bondSteps.codes
	.map(({ code }) => code)
	.filter((code) => code !== 'PAUSED' && code !== 'REMOVED');
