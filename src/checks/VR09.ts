import product from '#datasets/product.ts';
import { defineCheck } from './define.ts';

export default defineCheck(product, {
	id: 'VR09',
	severity: 'validity',
	from: '2022-10',
	at: ['termMin', 'termMax'],
	message: '期限下限不得高于上限',
	remedy: '请核对期限上下限，单位为月',
	basis: '报表说明，本平台',
	holds: ({ termMin, termMax }) => termMin <= termMax,
	examples: {
		pass: [{ termMin: 6, termMax: 36 }],
		fail: [{ termMin: 36, termMax: 6 }]
	}
});
