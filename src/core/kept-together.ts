import { units } from './unit.ts';

const counted = ['个工作日', '项', '张', '处', '行', '次', '位', '月', '年'];
const after = [...new Set([...Object.values(units).map((unit) => unit.label), ...counted])]
	.sort((a, b) => b.length - a.length)
	.join('|');
const month = String.raw`\d{4}年\d{1,2}月(?:\d{1,2}日)?`;
const number = String.raw`\d[\d,]*(?:\.\d+)?`;
const whole = new RegExp(
	String.raw`(${month}(?:—${month})?|[A-Z]\d+-\d+[a-z]?|\d{4}-\d{2}(?:-\d{2})?|[▲▼+\-−±＋－]?(?:${number}[—/])?${number} ?(?:${after})?)`
);

/** Text in pieces: every second one is a number with its sign and unit, a date or a code, which no line may break. */
export const keptTogether = (text: string): string[] => text.split(whole);
