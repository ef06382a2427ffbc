import product from '#datasets/product.ts';
import { defineCheck } from './define.ts';

export default defineCheck(product, {
	id: 'VR08',
	severity: 'validity',
	from: '2022-10',
	at: ['rateMin', 'rateMax'],
	message: '年化利率下限不得高于上限',
	remedy: '请核对利率上下限',
	basis: '报表说明，本平台',
	holds: ({ rateMin, rateMax }) => rateMin <= rateMax,
	examples: {
		pass: [{ rateMin: 285_000, rateMax: 450_000 }],
		fail: [{ rateMin: 450_000, rateMax: 285_000 }]
	}
});
