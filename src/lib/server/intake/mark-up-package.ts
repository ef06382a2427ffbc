import { posix } from 'node:path';
import { limits } from './preflight.ts';
import { BadFile } from './problem.ts';
import { byName, relationsOf, relationsPart } from './xlsx-book.ts';
import { malformed } from './xml-nesting.ts';
import { escapeXml, tags, xmlText } from './xml.ts';
import type { Source, ZipEntry } from './zip.ts';
import { bufferSource, entryBytes, zipEntries } from './zip.ts';
import type { Packed } from './zip-write.ts';
import { copied, packedPieces, writeZip } from './zip-write.ts';

const office = 'application/vnd.openxmlformats-officedocument';
/** Content types of the parts that a mark-up adds. */
export const contentTypes = {
	worksheet: `${office}.spreadsheetml.worksheet+xml`,
	styles: `${office}.spreadsheetml.styles+xml`,
	comments: `${office}.spreadsheetml.comments+xml`,
	vmlDrawing: `${office}.vmlDrawing`
} as const;

/** A workbook's parts, some of them changed; all others are written back byte for byte as they were packed. */
export class OfficePackage {
	readonly source: Source;
	readonly entries: readonly ZipEntry[];
	readonly parts: ReadonlyMap<string, ZipEntry>;
	/** New parts: name in lower case → name. */
	readonly #added = new Map<string, string>();
	readonly #changed = new Map<string, readonly Buffer[]>();

	constructor(bytes: Buffer) {
		this.source = bufferSource(bytes);
		this.entries = zipEntries(this.source);
		this.parts = byName(this.entries);
	}

	bytes(name: string): Buffer | null {
		const changed = this.pieces(name);
		return changed && (changed.length === 1 ? changed[0]! : Buffer.concat(changed));
	}

	/** The bytes of a part as they lie, without joining them. */
	pieces(name: string): readonly Buffer[] | null {
		const entry = this.parts.get(name.toLowerCase());
		return this.#changed.get(name.toLowerCase()) ?? (entry ? [entryBytes(this.source, entry)] : null);
	}

	text(name: string): string | null {
		const size = this.#changed.has(name.toLowerCase()) ? 0 : (this.parts.get(name.toLowerCase())?.size ?? 0);
		if (size > limits.part) throw new BadFile(`工作簿的部件 ${name} 过大`, '请新建工作簿，只粘贴数据后上传');
		const bytes = this.bytes(name);
		return bytes && xmlText(bytes, name);
	}

	set(name: string, content: string | readonly Buffer[]): void {
		this.#changed.set(name.toLowerCase(), typeof content === 'string' ? [Buffer.from(content)] : content);
		if (!this.parts.has(name.toLowerCase())) this.#added.set(name.toLowerCase(), name);
	}

	/** A part name that is not taken: `xl/comments3.xml`. */
	free(stem: string, ending: string): string {
		for (let n = 1; ; n++) {
			const name = `${stem}${n}${ending}`;
			if (!this.parts.has(name.toLowerCase()) && !this.#added.has(name.toLowerCase())) return name;
		}
	}

	/** Relations of a part: id → type and target. */
	relations(part: string): ReturnType<typeof relationsOf> {
		return relationsOf(this.text(relationsPart(part)) ?? '', part);
	}

	/** Adds a relation and returns its id. `base` is the family of types the workbook uses. */
	relate(part: string, base: string, type: string, target: string): string {
		const name = relationsPart(part);
		const text =
			this.text(name) ??
			'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>';
		const taken = this.relations(part);
		let n = taken.size + 1;
		while (taken.has(`rId${n}`)) n++;
		const prefix = [...tags(text)].find((tag) => tag.name === 'Relationships')?.prefix ?? '';
		const added = `<${prefix}Relationship Id="rId${n}" Type="${base}/${type}" Target="${escapeXml(posix.relative(posix.dirname(part), target))}"/>`;
		this.set(name, insertBeforeEnd(text, added, 'Relationships'));
		return `rId${n}`;
	}

	/** States the content type of a new part. */
	declare(part: string, type: string): void {
		const name = '[Content_Types].xml';
		const text = this.text(name)!;
		const all = [...tags(text)];
		const prefix = all.find((tag) => tag.name === 'Types')?.prefix ?? '';
		const known = all.some(
			(tag) =>
				tag.name === 'Override' && tag.attributes.get('PartName')?.toLowerCase() === `/${part}`.toLowerCase()
		);
		if (!known)
			this.set(
				name,
				insertBeforeEnd(
					text,
					`<${prefix}Override PartName="/${escapeXml(part)}" ContentType="${type}"/>`,
					'Types'
				)
			);
	}

	/** The archive: members in their old order, new ones at the end. */
	async write(): Promise<Buffer> {
		const members: Packed[] = [];
		for (const entry of this.entries) {
			const changed = this.#changed.get(entry.name.toLowerCase());
			members.push(
				changed ? await packedPieces(entry.name, changed, entry.time) : copied(this.source, entry)
			);
		}
		for (const [key, name] of this.#added) members.push(await packedPieces(name, this.#changed.get(key)!));
		return writeZip(members);
	}
}

/** Text put in before the closing tag of the root; an empty root is opened. */
export function insertBeforeEnd(text: string, inserted: string, root: string): string {
	const all = [...tags(text)];
	const close = all.findLast((tag) => tag.name === root && tag.kind === 'close');
	if (close) return text.slice(0, close.start) + inserted + text.slice(close.start);
	const single = all.find((tag) => tag.name === root && tag.kind === 'single');
	if (!single) throw malformed(`缺少 ${root}`);
	const open = `${text.slice(single.start, single.end - 2).trimEnd()}>`;
	return `${text.slice(0, single.start)}${open}${inserted}</${single.prefix}${root}>${text.slice(single.end)}`;
}
