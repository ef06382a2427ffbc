import { faultPoint } from '#faults';
import { png } from '#lib/charts/png.ts';
import { picture } from '#lib/charts/svg.ts';
import type { FigureData } from '#figures/data.ts';
import { exportMark } from '#lib/server/access/export-mark.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { figureData, figureOf } from './figure.ts';
import type { FigureParams } from './figure-reading.ts';
import type { FigureFormat } from './figure-format.ts';
import { figureCsv, figureWorkbook } from './figure-export.ts';
import { opens } from './sight.ts';

const write: Readonly<Record<FigureFormat, (data: FigureData) => string | Uint8Array | Promise<Uint8Array>>> =
	{
		png,
		svg: (data) => picture(data).svg,
		csv: figureCsv,
		xlsx: figureWorkbook,
		json: (data) => JSON.stringify(data, null, '\t')
	};

const types: Readonly<Record<FigureFormat, string>> = {
	png: 'image/png',
	svg: 'image/svg+xml; charset=utf-8',
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	json: 'application/json; charset=utf-8'
};

/** A figure as a file of its own, named by what it says and when. Throws `unknown figure: …` also where it is not the asker's to see. */
export async function figureFile(
	ledger: Ledger,
	asker: Asker,
	id: string,
	format: FigureFormat,
	params: FigureParams
): Promise<{ name: string; type: string; body: string | Uint8Array }> {
	if (!opens(ledger, asker, figureOf(id), params)) throw new RangeError(`unknown figure: ${id}`);
	const data = { ...figureData(ledger, asker, id, params), exported: exportMark(ledger, asker) };
	const name = `${data.headline} ${data.period}`.replace(/[\\/:*?"<>|]/g, ' ');
	const body = await write[format](data);
	faultPoint('export.made');
	return { name: `${name}.${format}`, type: types[format], body };
}
