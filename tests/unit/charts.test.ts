import { describe, expect, it } from 'vitest';
import { broken } from '#lib/charts/broken.ts';
import { describe as spoken, sourceLine } from '#lib/charts/describe.ts';
import { option, pictureHeight } from '#lib/charts/option.ts';
import { categories, categoryInks, palette } from '#lib/charts/palette.ts';
import { png } from '#lib/charts/png.ts';
import { tickText, ticks } from '#lib/charts/scale.ts';
import { drawing, picture } from '#lib/charts/svg.ts';
import { tip } from '#lib/charts/tooltip.ts';
import { axisLabels } from '#lib/charts/time.ts';
import { compared, figures } from './charts-figures.ts';

interface Drawn {
	yAxis: { min: number }[];
	grid: { top: number; height: number }[];
	series: {
		type: string;
		name: string;
		connectNulls?: boolean;
		lineStyle?: { type: unknown };
		data: ({ value: number | null } | null)[];
	}[];
	graphic: { type: string; style?: { text?: string } }[];
}
const drawn = (data: Parameters<typeof option>[0]) =>
	option(data, { width: 640, height: 330 }) as unknown as Drawn;

// Protects the drawing rules of the house: bands for two units, zero for columns, gaps as gaps, dashes for what is not complete.
describe('options', () => {
	it('draw two units in bands of their own, one above the other', () => {
		const { grid } = drawn(figures['columns-line']);
		expect(grid).toHaveLength(2);
		expect(grid[0]!.top + grid[0]!.height).toBeLessThan(grid[1]!.top);
	});
	it('begin columns at zero, and lines where they are', () => {
		const [line, column] = drawn(figures['columns-line']).yAxis;
		expect(column!.min).toBe(0);
		expect(line!.min).toBeGreaterThan(0);
	});
	it('leave a missing month empty', () => {
		const line = drawn(compared).series.find((series) => series.name === '科创企业贷款')!;
		expect(line.connectNulls).toBe(false);
		expect(line.data[6]!.value).toBeNull();
	});
	it('dash the step into a month that is not fully reported', () => {
		const parts = drawn(figures['columns-line']).series.filter((series) => series.name === '同比');
		expect(parts.map((part) => part.lineStyle!.type)).toEqual(['solid', [4, 4]]);
		expect(parts[0]!.data[12]!.value).toBeNull();
		expect(parts[1]!.data.filter((point) => point!.value !== null)).toHaveLength(2);
	});
	it('mark a break in definition with a rule and its note', () => {
		expect(drawn(compared).graphic.some((part) => part.style?.text === '2026年4月口径调整')).toBe(true);
	});
	it('label the last month always', () => {
		for (const width of [200, 300, 470, 800])
			expect(axisLabels(figures['columns-line'], width).at(-1)).toContain('9月');
	});
	it('write the names of bars in full however narrow, in as many lines as that takes', () => {
		const names = ['普惠小微贷款支持工具', '科技创新和技术改造再贷款', '专精特新“小巨人”', '国有行D'];
		const categories = names.map((label) => ({ key: label, label }));
		for (const width of [250, 320, 480, 880]) {
			const { svg } = drawing({ ...figures.bars, categories }, width);
			const text = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, one]) => one).join('');
			for (const name of names) expect(text).toContain(name);
			expect(text).not.toMatch(/…|\.\.\./);
		}
	});
	it('date the last value of a line that ends before the others', () => {
		const ends = (values: number) => ({
			...compared,
			series: compared.series.map((one) =>
				one.published ? { ...one, values: one.values.map((value, i) => (i < values ? value : null)) } : one
			)
		});
		const words = (data: typeof compared) =>
			drawn(data)
				.graphic.map((part) => part.style?.text?.replaceAll('\n', '') ?? '')
				.join(' ');
		expect(words(ends(13))).not.toContain('（9月）');
		expect(words(ends(12))).toContain('（6月）');
		expect(words(ends(3))).toContain('（2025年9月）');
		expect(words(ends(13))).toContain('各项贷款 7.8%');
	});
	it('carry title, subtitle, source and notes inside a picture', () => {
		const data = figures['columns-line'];
		const words = (
			option(data, { width: 880, height: pictureHeight(data, 880), picture: true }) as unknown as Drawn
		).graphic
			.map((part) => part.style?.text ?? '')
			.join('');
		for (const text of [data.headline, data.subtitle, sourceLine(data), '未报：甲行、乙行'])
			expect(words).toContain(text);
	});
});

describe('scale', () => {
	it('steps by round numbers that hold all values', () => {
		expect(ticks([9748, 11386], { zero: true, count: 4 })).toEqual([0, 5000, 10000, 15000]);
		expect(ticks([13.8, 16.8], { count: 2 })).toEqual([12, 14, 16, 18]);
		expect(ticks([0, 0], { zero: true })).toEqual([0, 0.25, 0.5, 0.75, 1]);
	});
	it('prints as many decimals as a step needs', () => {
		expect(tickText(2.5, [0, 2.5, 5])).toBe('2.5');
		expect(tickText(5000, [0, 5000])).toBe('5,000');
	});
});

describe('words', () => {
	it('never break a number from its unit', () => {
		for (const width of [40, 60, 90, 140])
			for (const line of broken('余额11,386.2亿元，同比增长16.8%', width, 12))
				expect(line).not.toMatch(/^[%亿，]/);
	});
	it('escape names that come from files', () => {
		expect(tip(compared, 0)).toContain('全国&#60;科技型&#62;中小企业');
		expect(drawing(compared).svg).not.toContain('<科技型>');
	});
	it('say the same as the picture for those who do not see it', () => {
		const text = spoken(figures['columns-line']);
		for (const part of ['科创企业贷款增速连续四月回升', '11386.2亿元', '16.8%']) expect(text).toContain(part);
	});
});

/** Contrast of two colours as WCAG 2 counts it. */
function contrast(a: string, b: string): number {
	const light = (colour: string) =>
		[1, 3, 5]
			.map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
			.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
			.reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i]!, 0);
	const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
	return (x! + 0.05) / (y! + 0.05);
}

describe('colours', () => {
	it('stand out: lines 3 to 1, text 4.5 to 1 on white', () => {
		for (const colour of categories) expect(contrast(colour, palette.paper)).toBeGreaterThanOrEqual(3);
		for (const colour of [...categoryInks, palette.ink2, palette.ink3, palette.accentInk, palette.bad])
			expect(contrast(colour, palette.paper)).toBeGreaterThanOrEqual(4.5);
	});
});

describe('pictures', () => {
	it('are drawn without style sheets or script, so that any policy lets them through', () => {
		for (const data of [...Object.values(figures), compared].filter((one) => one.form !== 'table'))
			expect(picture(data).svg).not.toMatch(/<style|<script|on\w+=/);
	});
	it('come as .png with the shipped Chinese font', async () => {
		const bytes = await png(figures.line);
		expect([...bytes.slice(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
		expect(bytes.length).toBeGreaterThan(20_000);
	});
});
