import { checks } from '#checks/index.ts';
import { blocks, type Check } from '#checks/define.ts';
import type { CodeList } from '#codes/define.ts';
import { codeLists } from '#codes/index.ts';
import { unitOf } from '#core/unit.ts';
import { isRequired, type Column, type Dataset } from '#datasets/define.ts';
import { datasets } from '#datasets/index.ts';
import { dimensionOf } from '#formula/dimensions.ts';
import { comparisonLabels, natureLabels, targetText, type Indicator } from '#indicators/define.ts';
import { indicators } from '#indicators/index.ts';
import { clauses, notice } from '#policy/clauses.ts';
import { glossary } from '#policy/glossary.ts';
import { keyLabel, parameter, parameterLines, parameters, type ParameterId } from '#policy/parameters.ts';
import { markdownOf } from './dictionary-markdown.ts';
import { kindWords } from './kind-words.ts';

const everyWords = { month: '月报', quarter: '季报', event: '随时' } as const;
const natureWords = { stock: '期末存量', flow: '当期发生', register: '名录（按有效期）' } as const;
const severityWords = { syntax: '格式', validity: '有效性', quality: '质量', macro: '总量' } as const;
const layoutWords = { xlsx: '.xlsx', csv: '.csv', dat: '.dat/.log/.zip' } as const;

function describeColumn([name, column]: [string, Column], dataset: Dataset) {
	return {
		name,
		label: column.label,
		kind: column.kind,
		type: kindWords(column),
		key: dataset.key.includes(name),
		required: isRequired(column),
		codes: column.list?.id ?? null,
		dataset: column.dataset ?? null,
		note: column.note ?? null
	};
}

function describeDataset(dataset: Dataset) {
	const over = [...checks.values()].filter(
		(check) =>
			check.over === 'syntax' || (check.datasets as readonly Dataset[]).some((one) => one.id === dataset.id)
	);
	return {
		id: dataset.id,
		label: dataset.label,
		clause: dataset.clause,
		definition: dataset.definition,
		version: dataset.version,
		table: dataset.table ?? null,
		nature: natureWords[dataset.nature],
		every: everyWords[dataset.every],
		filers: dataset.filerIds?.length
			? dataset.filerIds.map((id) => codeLists.get('unit')?.at.get(id)?.label ?? id)
			: dataset.filers.map((kind) => codeLists.get('institutionKind')?.at.get(kind)?.label ?? kind),
		due: dataset.due ? `次月第${dataset.due.workingDay}个工作日` : null,
		layouts: dataset.layouts.map((layout) => layoutWords[layout]),
		columns: Object.entries(dataset.columns).map((entry) => describeColumn(entry, dataset)),
		checks: over.map((check) => check.id)
	};
}

function describeCheck(check: Check) {
	return {
		id: check.id,
		severity: severityWords[check.severity],
		blocks: blocks(check.severity),
		message: check.message,
		remedy: check.remedy,
		from: check.from,
		until: check.until ?? null,
		basis: check.basis,
		datasets: check.over === 'syntax' ? [] : (check.datasets as readonly Dataset[]).map((one) => one.id)
	};
}

function describeIndicator(indicator: Indicator) {
	return {
		id: indicator.id,
		code: indicator.code,
		label: indicator.label,
		english: indicator.english,
		clause: indicator.clause,
		unit: unitOf(indicator.unit).label,
		nature: natureLabels[indicator.nature],
		better: indicator.better,
		definition: indicator.definition,
		basis: indicator.basis,
		from: indicator.from,
		until: indicator.until ?? null,
		every: everyWords[indicator.every],
		filedBy: indicator.filedBy,
		target: targetText(indicator, parameter, '9999-12-31'),
		comparisons: indicator.comparisons.map((comparison) => comparisonLabels[comparison]),
		by: indicator.by.map((dimension) => dimensionOf(dimension).label),
		scoped: indicator.scoped,
		datasets: indicator.datasets.map((dataset) => dataset.id),
		breaks: indicator.breaks,
		examples: indicator.examples.map((example) => example.says)
	};
}

const describeList = (list: CodeList) => ({
	id: list.id,
	label: list.label,
	source: list.source,
	codes: list.codes
});

const byCode = (a: { code: string }, b: { code: string }): number =>
	a.code.localeCompare(b.code, 'en', { numeric: true });

function assemble() {
	return {
		notice,
		clauses: clauses.map(({ number, numeral, title, units }) => ({ number, numeral, title, units })),
		indicators: [...indicators.values()].map(describeIndicator).sort(byCode),
		datasets: [...datasets.values()].map(describeDataset),
		checks: [...checks.values()].map(describeCheck),
		codes: [...codeLists.values()].map(describeList),
		parameters: (Object.keys(parameters) as ParameterId[]).map((id) => ({
			id,
			label: parameters[id].label,
			unit: parameters[id].unit,
			source: parameters[id].source,
			lines: parameterLines
				.filter((line) => line.id === id)
				.map(({ from, until, key, value }) => ({
					from,
					until: until ?? null,
					key: key ?? null,
					keyLabel: key ? keyLabel(key) : null,
					value
				}))
		})),
		glossary
	};
}

/** 数据字典 as data. */
export type Dictionary = ReturnType<typeof assemble>;

let assembled: Dictionary | undefined;

/** Everything that is declared, as plain data: what is filed, how it is checked, what is computed, in whose words. */
export const dictionary = (): Dictionary => (assembled ??= assemble());

/** 数据字典 as Markdown. */
export const dictionaryMarkdown = (): string => markdownOf(dictionary());
