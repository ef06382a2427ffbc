import { sign } from '#core/rational.ts';
import balance from '#indicators/04-policy-funds/tech-loan-balance.ts';
import { sentence, type Block, type Figure } from '../define.ts';

const districtFigure: Figure = {
	is: 'figure',
	id: 'report-districts',
	title: (see) => {
		const [first] = see.ranked({ indicator: balance }, 'district');
		return first ? `${first.label}科创企业贷款余额居首` : '各区科创企业贷款余额';
	},
	subtitle: '本外币余额，亿元',
	table: 'by-district',
	form: 'bars',
	series: [{ column: 'balance', label: '科创企业贷款余额' }],
	source: '各银行'
};
/** 四、分机构分区情况. */
export const placesAnalysis: readonly Block[] = [
	sentence((see) => {
		const ranked = see.ranked({ indicator: balance }, 'institution').slice(0, 3);
		if (ranked.length < 3) return [];
		return [
			'分机构看，科创企业贷款余额居前三位的是',
			...ranked.flatMap((one, i) => [
				`${i ? '、' : ''}${one.label}（`,
				...see.say({ indicator: balance, where: one.where }),
				'）'
			]),
			'。'
		];
	}),
	sentence((see) => {
		const all = see
			.ranked({ indicator: balance }, 'institution')
			.map((one) => ({
				...one,
				seen: see.change({ indicator: balance, where: one.where }, 'yearOnYear')
			}))
			.map((one) => ({ ...one, change: one.seen.exact }));
		if (all.some(({ seen }) => seen.reason === 'suppressed')) return [];
		const changes = all.filter((one) => one.change !== null);
		const falling = changes.filter((one) => sign(one.change!) < 0);
		if (!changes.length) return [];
		if (!falling.length) return ['各报送机构科创企业贷款余额同比均未下降。'];
		return [
			`科创企业贷款余额同比下降的机构有${falling.length}家：`,
			...falling
				.slice(0, 5)
				.flatMap((one, i) => [
					`${i ? '；' : ''}${one.label}`,
					...see.sayChange({ indicator: balance, where: one.where }, 'yearOnYear')
				]),
			falling.length > 5 ? '等。' : '。'
		];
	}),
	sentence((see) => {
		const ranked = see.ranked({ indicator: balance }, 'district').slice(0, 3);
		if (ranked.length < 3) return [];
		return [
			'分区看，余额居前三位的是',
			...ranked.flatMap((one, i) => [
				`${i ? '、' : ''}${one.label}（`,
				...see.say({ indicator: balance, where: one.where }),
				'，',
				...see.sayChange({ indicator: balance, where: one.where }, 'yearOnYear'),
				'）'
			]),
			'。'
		];
	}),
	districtFigure
];
