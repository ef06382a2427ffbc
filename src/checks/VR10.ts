import product from '#datasets/product.ts';
import { defineCheck } from './define.ts';

export default defineCheck(product, {
	id: 'VR10',
	severity: 'validity',
	from: '2022-10',
	at: ['delistedOn', 'listedOn'],
	message: '下架日期不得早于上架日期',
	remedy: '请核对两个日期',
	basis: '报表说明，本平台',
	holds: ({ delistedOn, listedOn }) => delistedOn >= listedOn,
	examples: {
		pass: [{ listedOn: '2024-05-06', delistedOn: '2026-05-06' }],
		fail: [{ listedOn: '2024-05-06', delistedOn: '2024-05-05' }]
	}
});
