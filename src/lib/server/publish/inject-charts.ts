import { posix } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { chartXml } from './chart-xml.ts';
import type { NativeChart } from './native-chart.ts';
import { escaped } from './xml-text.ts';

type Parts = Record<string, Uint8Array>;
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelationships = 'http://schemas.openxmlformats.org/package/2006/relationships';
const drawingType = 'application/vnd.openxmlformats-officedocument.drawing+xml';
const chartType = 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const emptyRelationships = `${declaration}<Relationships xmlns="${packageRelationships}"></Relationships>`;

/** Elements of a worksheet that come after `drawing`, in the order of the schema. */
const afterDrawing =
	/<(?:legacyDrawing|legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)[\s>/]|<\/worksheet>/;

interface Relationship {
	readonly id: string;
	readonly type: string;
	readonly target: string;
}

const attribute = (tag: string, name: string): string =>
	new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
const unescaped = (text: string): string =>
	text
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&apos;', "'")
		.replaceAll('&amp;', '&');
const textOf = (parts: Parts, path: string): string => strFromU8(parts[path] ?? new Uint8Array());
const relationshipsPath = (path: string): string =>
	`${posix.dirname(path)}/_rels/${posix.basename(path)}.rels`;

function relationshipsOf(parts: Parts, path: string): Relationship[] {
	return (textOf(parts, relationshipsPath(path)).match(/<Relationship\s[^>]*>/g) ?? []).map((tag) => ({
		id: attribute(tag, 'Id'),
		type: attribute(tag, 'Type'),
		target: posix
			.join(attribute(tag, 'Target').startsWith('/') ? '' : posix.dirname(path), attribute(tag, 'Target'))
			.replace(/^\//, '')
	}));
}

/** Adds a relationship from one part to another and returns its id. */
function relate(parts: Parts, from: string, type: string, to: string): string {
	const path = relationshipsPath(from);
	const xml = parts[path] ? textOf(parts, path) : emptyRelationships;
	const taken = new Set(relationshipsOf(parts, from).map(({ id }) => id));
	let number = taken.size + 1;
	while (taken.has(`rId${number}`)) number += 1;
	const target = posix.relative(posix.dirname(from), to);
	const tag = `<Relationship Id="rId${number}" Type="${relationships}/${type}" Target="${target}"/>`;
	parts[path] = strToU8(
		xml
			.replace('</Relationships>', `${tag}</Relationships>`)
			.replace(/<Relationships([^>]*)\/>/, `<Relationships$1>${tag}</Relationships>`)
	);
	return `rId${number}`;
}

function declareType(parts: Parts, path: string, type: string): void {
	const xml = textOf(parts, '[Content_Types].xml');
	if (xml.includes(`PartName="/${path}"`)) return;
	parts['[Content_Types].xml'] = strToU8(
		xml.replace('</Types>', `<Override PartName="/${path}" ContentType="${type}"/></Types>`)
	);
}

/** Path of each sheet's part by the sheet's name. */
export function sheetPaths(parts: Parts): Map<string, string> {
	const targets = new Map(relationshipsOf(parts, 'xl/workbook.xml').map(({ id, target }) => [id, target]));
	const sheets = textOf(parts, 'xl/workbook.xml').match(/<sheet\s[^>]*>/g) ?? [];
	return new Map(
		sheets.map((tag) => [unescaped(attribute(tag, 'name')), targets.get(attribute(tag, 'r:id')) ?? ''])
	);
}

const free = (parts: Parts, stem: string): string => {
	let number = 1;
	while (parts[`${stem}${number}.xml`]) number += 1;
	return `${stem}${number}.xml`;
};

/** The drawing part of a sheet, made and linked if it has none. */
function drawingOf(parts: Parts, sheet: string): string {
	const known = relationshipsOf(parts, sheet).find(({ type }) => type.endsWith('/drawing'));
	if (known) return known.target;
	const path = free(parts, 'xl/drawings/drawing');
	parts[path] = strToU8(
		`${declaration}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"></xdr:wsDr>`
	);
	declareType(parts, path, drawingType);
	const id = relate(parts, sheet, 'drawing', path);
	const xml = textOf(parts, sheet);
	const at = afterDrawing.exec(xml)?.index ?? -1;
	if (at < 0) throw new Error(`not a worksheet: ${sheet}`);
	const tag = `<drawing xmlns:r="${relationships}" r:id="${id}"/>`;
	parts[sheet] = strToU8(xml.slice(0, at) + tag + xml.slice(at));
	return path;
}

const corner = (name: string, at: { column: number; row: number }) =>
	`<xdr:${name}><xdr:col>${at.column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${at.row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`;

function anchorXml(chart: NativeChart, id: string, number: number): string {
	return (
		`<xdr:twoCellAnchor editAs="oneCell">${corner('from', chart.anchor.from)}${corner('to', chart.anchor.to)}` +
		`<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="${number}" name="${escaped(`图${number} ${chart.title}`)}" descr="${escaped(chart.description ?? chart.subtitle ?? chart.title)}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>` +
		'<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>' +
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="${relationships}" r:id="${id}"/></a:graphicData></a:graphic>` +
		'</xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>'
	);
}

/** Greatest shape id in a drawing, so that a new one differs. */
const greatestShape = (xml: string): number =>
	Math.max(1, ...[...xml.matchAll(/<xdr:cNvPr id="(\d+)"/g)].map((match) => Number(match[1])));

function place(parts: Parts, sheet: string, chart: NativeChart, number: number): void {
	const path = free(parts, 'xl/charts/chart');
	parts[path] = strToU8(chartXml(chart, 500_000_000 + number * 10));
	declareType(parts, path, chartType);
	const drawing = drawingOf(parts, sheet);
	const id = relate(parts, drawing, 'chart', path);
	let xml = textOf(parts, drawing).replace(/<xdr:wsDr([^>]*)\/>/, '<xdr:wsDr$1></xdr:wsDr>');
	if (!/<xdr:wsDr[^>]*xmlns:a=/.test(xml))
		xml = xml.replace(
			'<xdr:wsDr',
			'<xdr:wsDr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
		);
	const anchor = anchorXml(chart, id, greatestShape(xml) + 1);
	parts[drawing] = strToU8(xml.replace('</xdr:wsDr>', `${anchor}</xdr:wsDr>`));
}

/** Packs parts so that the same parts always give the same bytes: one fixed date, one order. */
export function pack(parts: Record<string, Uint8Array>): Buffer {
	const mtime = new Date(2022, 8, 22);
	const rank = (path: string) => (path === '[Content_Types].xml' ? 0 : path.startsWith('_rels/') ? 1 : 2);
	const ordered: Zippable = {};
	for (const path of Object.keys(parts).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)))
		ordered[path] = [parts[path]!, { mtime, level: 6, os: 3, attrs: 0o644 << 16 }];
	return Buffer.from(zipSync(ordered));
}

/** Adds charts to the parts of a workbook, bound to its cells; throws `unknown sheet: …`. */
export function addCharts(parts: Parts, charts: readonly NativeChart[]): void {
	const sheets = sheetPaths(parts);
	charts.forEach((chart, i) => {
		const sheet = sheets.get(chart.sheet);
		if (!sheet) throw new RangeError(`unknown sheet: ${chart.sheet}`);
		place(parts, sheet, chart, i + 1);
	});
}

/** A workbook with charts added that stay bound to its cells. */
export function injectCharts(book: Uint8Array, charts: readonly NativeChart[]): Buffer {
	const parts = unzipSync(book);
	addCharts(parts, charts);
	return pack(parts);
}
