import { forbidden, limits } from './preflight.ts';
import { BadFile } from './problem.ts';
import { partOf, relationsOf } from './xlsx-book.ts';
import { refuseDefinitions, tags } from './xml.ts';
import type { Source, ZipEntry } from './zip.ts';
import { entryBytes, entryChunks } from './zip.ts';

/** What a part is to another, where its name hides it. */
const types: readonly (readonly [RegExp, keyof typeof forbidden])[] = [
	[/^(vbaProject|xlMacrosheet|xlIntlMacrosheet|wordVbaData)/i, 'macro'],
	[/^externalLink/i, 'link'],
	[
		/^(oleObject|package|control|activeXControlBinary|ctrlProp|attachedTemplate|frame|subDocument)$/i,
		'object'
	],
	[/^(queryTable|connections)$/i, 'query']
];
/** Content types of workbooks that run. */
const running = /macroEnabled|vbaProject|ms-excel\.(?:sheet\.binary|addin|intlmacrosheet|macrosheet)/i;

/** Verifies the members that nobody else reads, so that what is kept is whole and brings nothing that runs or fetches. */
export async function verifyRest(
	source: Source,
	entries: readonly ZipEntry[],
	read: ReadonlySet<string>
): Promise<void> {
	for (const entry of entries) {
		if (/\.rels$/i.test(entry.name)) checkRelations(partOf(source, entry), entry.name);
		else if (entry.name.toLowerCase() === '[content_types].xml') checkTypes(partOf(source, entry));
		else if (read.has(entry.name)) continue;
		else if (entry.size > limits.part)
			for await (const chunk of entryChunks(source, entry)) refuseIfXml(chunk, entry.name);
		else refuseIfXml(entryBytes(source, entry), entry.name);
	}
}

const refuseIfXml = (bytes: Buffer, name: string): void => {
	if (/\.(xml|vml)$/i.test(name)) refuseDefinitions(bytes, name);
};

/** Refuses a relation to what runs, embeds, or is fetched on opening; links that somebody must click stay. */
function checkRelations(text: string, seen: string): void {
	for (const { type, external } of relationsOf(text, '').values()) {
		const found = types.find(([pattern]) => pattern.test(type));
		if (found) {
			const [, message, remedy] = forbidden[found[1]];
			throw new BadFile(message, remedy, { seen });
		}
		if (external && type !== 'hyperlink')
			throw new BadFile('文件引用了外部的图片或文件', '请把外部的图片或文件粘贴进来或删除，另存后上传', {
				seen
			});
	}
}

function checkTypes(text: string): void {
	for (const { attributes } of tags(text)) {
		if (!running.test(attributes.get('ContentType') ?? '')) continue;
		const [, message, remedy] = forbidden.macro;
		throw new BadFile(message, remedy, { seen: attributes.get('PartName') ?? '[Content_Types].xml' });
	}
}
