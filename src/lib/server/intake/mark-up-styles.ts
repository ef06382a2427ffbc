import { tags } from './xml.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
/** Sections of a style sheet that cells refer to, in the order they must stand in, with what each must at least hold. */
const sections = {
	fonts: '<font><sz val="11"/><name val="宋体"/></font>',
	fills: '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
	borders: '<border><left/><right/><top/><bottom/><diagonal/></border>',
	cellStyleXfs: '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
	cellXfs: '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
} as const;
type Section = keyof typeof sections;

/** A style sheet for a workbook that has none. */
export const plainStyles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="${main}">${Object.entries(
	sections
)
	.map(([name, inside]) => `<${name}>${inside}</${name}>`)
	.join('')}</styleSheet>`;

interface Part {
	/** Where the section stands in the text; both ends equal where it is missing. */
	readonly start: number;
	readonly end: number;
	readonly tag: string;
	readonly items: string[];
	readonly had: number;
}

/** Which parts of a cell style to change. */
export interface Change {
	readonly font?: number;
	readonly fill?: number;
	readonly border?: number;
	/** Inside of the element, such as an alignment. */
	readonly inside?: string;
}

/** A style sheet that grows at the ends of its sections; what was there keeps its number. */
export class StyleSheet {
	readonly #text: string;
	readonly #prefix: string;
	readonly #parts: ReadonlyMap<Section, Part>;
	readonly #known = new Map<string, number>();

	constructor(text: string) {
		this.#text = text;
		const root = [...tags(text.slice(0, 20_000))].find((tag) => tag.name === 'styleSheet');
		this.#prefix = root?.prefix ?? '';
		this.#parts = partsOf(text, this.#prefix, root?.end ?? 0);
	}

	/** The number of a font, fill or border with this inside. */
	add(section: 'fonts' | 'fills' | 'borders', inside: string): number {
		const name = section.slice(0, -1);
		return this.#push(section, `<${name}>${inside}</${name}>`);
	}

	/** The number of a cell style like `base` with something changed. */
	style(base: number, change: Change): number {
		const { items } = this.#parts.get('cellXfs')!;
		let xf = items[base] ?? items[0]!;
		const set = (name: string, value: number | undefined, apply: string) => {
			if (value !== undefined) xf = withAttribute(withAttribute(xf, name, String(value)), apply, '1');
		};
		set('fontId', change.font, 'applyFont');
		set('fillId', change.fill, 'applyFill');
		set('borderId', change.border, 'applyBorder');
		if (change.inside) {
			const open = withAttribute(/^<[^>]*?(?=\/?>)/.exec(xf)![0] + '>', 'applyAlignment', '1');
			const name = /^<([^\s/>]+)/.exec(xf)![1]!;
			xf = `${open}${change.inside.replaceAll(/<(\/?)(?=\w)/g, `<$1${this.#prefix}`)}</${name}>`;
		}
		return this.#push('cellXfs', xf, false);
	}

	/** Cell styles whose fill has one of these colours, each with the same style unfilled. */
	unfilled(colours: readonly string[]): Map<number, number> {
		const fills = new Set(
			this.#parts
				.get('fills')!
				.items.flatMap((fill, at) => (colours.some((colour) => fill.includes(`"${colour}"`)) ? [at] : []))
		);
		const found = new Map<number, number>();
		if (!fills.size) return found;
		const { items, had } = this.#parts.get('cellXfs')!;
		items.slice(0, had).forEach((xf, at) => {
			if (fills.has(Number(/\sfillId\s*=\s*["'](\d+)/.exec(xf)?.[1])))
				found.set(at, this.style(at, { fill: 0 }));
		});
		return found;
	}

	#push(section: Section, item: string, prefixed = true): number {
		const own = prefixed ? item.replaceAll(/<(\/?)(?=\w)/g, `<$1${this.#prefix}`) : item;
		const key = `${section} ${own}`;
		let at = this.#known.get(key);
		if (at === undefined) {
			const { items } = this.#parts.get(section)!;
			this.#known.set(key, (at = items.push(own) - 1));
		}
		return at;
	}

	toString(): string {
		let text = '';
		let at = 0;
		for (const [name, { start, end, tag, items, had }] of this.#parts) {
			text += this.#text.slice(at, start);
			at = end;
			if (items.length === had && end > start) text += this.#text.slice(start, end);
			else
				text += `${withAttribute(tag, 'count', String(items.length))}${items.join('')}</${this.#prefix}${name}>`;
		}
		return text + this.#text.slice(at);
	}
}

/** Finds the sections and their items; a missing one stands after the one before it. */
function partsOf(text: string, prefix: string, begin: number): Map<Section, Part> {
	const parts = new Map<Section, Part>();
	const all = [...tags(text)];
	let last = begin;
	const numFmts = all.find((tag) => tag.name === 'numFmts' && tag.kind !== 'open');
	if (numFmts) last = numFmts.end;
	for (const [name, least] of Object.entries(sections) as [Section, string][]) {
		const open = all.findIndex((tag) => tag.name === name && tag.kind !== 'close');
		const tag = `<${prefix}${name}>`;
		if (open < 0 || all[open]!.kind === 'single') {
			const start = all[open]?.start ?? last;
			const end = all[open]?.end ?? last;
			const items = least
				.split(/(?<=<\/(?:font|fill|border)>|<xf[^>]*\/>)/)
				.map((item) => item.replaceAll(/<(\/?)(?=\w)/g, `<$1${prefix}`));
			parts.set(name, { start, end, tag, items, had: 0 });
			last = end;
			continue;
		}
		const items: string[] = [];
		let depth = 0;
		let itemStart = 0;
		let at = open + 1;
		for (; at < all.length; at++) {
			const one = all[at]!;
			if (depth === 0 && one.kind === 'close') break;
			if (depth === 0) itemStart = one.start;
			if (one.kind === 'open') depth++;
			if (one.kind === 'close') depth--;
			if (depth === 0) items.push(text.slice(itemStart, one.end));
		}
		last = all[at]!.end;
		parts.set(name, {
			start: all[open]!.start,
			end: last,
			tag: text.slice(all[open]!.start, all[open]!.end),
			items,
			had: items.length
		});
	}
	return parts;
}

/** An opening tag (with or without what follows) with an attribute set. */
export function withAttribute(element: string, name: string, value: string): string {
	const end = element.indexOf('>');
	const tag = element.slice(0, end);
	const set = new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*')`);
	if (set.test(tag)) return tag.replace(set, ` ${name}="${value}"`) + element.slice(end);
	const single = tag.endsWith('/');
	const bare = (single ? tag.slice(0, -1) : tag).trimEnd();
	return `${bare} ${name}="${value}"${single ? '/' : ''}${element.slice(end)}`;
}
