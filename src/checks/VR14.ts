import bondCandidate from '#datasets/bond-candidate.ts';
import { defineEmptyCheck } from './define.ts';

export default defineEmptyCheck(bondCandidate, {
	id: 'VR14',
	severity: 'validity',
	from: '2022-10',
	at: ['leftOn', 'leftReason', 'listedOn'],
	message: '调出的企业应填写调出日期和原因，调出日期不得早于入选日期',
	remedy: '请补齐调出日期和调出原因，或一并清空',
	basis: '报表说明，本平台',
	holds: ({ leftOn, leftReason, listedOn }) =>
		(leftOn === null) === (leftReason === null) &&
		(leftOn === null || listedOn === null || leftOn >= listedOn),
	examples: {
		pass: [
			{ listedOn: '2025-03-20' },
			{ listedOn: '2025-03-20', leftOn: '2026-03-20', leftReason: 'ISSUED' }
		],
		fail: [
			{ listedOn: '2025-03-20', leftOn: '2026-03-20' },
			{ listedOn: '2025-03-20', leftReason: 'ISSUED' },
			{ listedOn: '2025-03-20', leftOn: '2024-03-20', leftReason: 'ISSUED' }
		]
	}
});
