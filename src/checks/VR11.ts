import product from '#datasets/product.ts';
import { defineCheck } from './define.ts';

export default defineCheck(product, {
	id: 'VR11',
	severity: 'validity',
	from: '2022-10',
	at: ['updatedOn', 'listedOn'],
	message: '更新日期不得早于上架日期，也不得晚于报表日期',
	remedy: '请核对更新日期',
	basis: '报表说明，本平台',
	holds: ({ updatedOn, listedOn }, { periodEnd }) => updatedOn >= listedOn && updatedOn <= periodEnd,
	examples: {
		pass: [{ listedOn: '2024-05-06', updatedOn: '2026-08-01' }],
		fail: [
			{ listedOn: '2024-05-06', updatedOn: '2024-05-01' },
			{ listedOn: '2024-05-06', updatedOn: '2026-10-01' }
		]
	}
});
