import type { Dataset, Values } from '#datasets/define.ts';
import { writeValue } from '#datasets/write.ts';
import { headerOf } from '#lib/server/intake/header.ts';

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows as the comma-separated file a clerk would hand in. */
export function delimited(dataset: Dataset, rows: readonly Values[]): Buffer {
	const columns = Object.entries(dataset.columns);
	const lines = [columns.map(([, column]) => quoted(headerOf(column))).join(',')];
	for (const row of rows)
		lines.push(
			columns.map(([name, column]) => quoted(writeValue(column, row[name] ?? null, 'label'))).join(',')
		);
	return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`);
}
