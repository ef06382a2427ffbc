import { consoleAsker } from '#lib/server/access/asker.ts';
import { parameters, keysOf, type ParameterId } from '#policy/parameters.ts';
import { datasetAsked, optional, textOf, Usage } from './asked.ts';
import { string, withLedger, type Command } from './command.ts';

function parameterAsked(id: string): ParameterId {
	if (!Object.hasOwn(parameters, id))
		throw new Usage(`没有参数“${id}”，可用：${Object.keys(parameters).join('、')}`);
	return id as ParameterId;
}

const named = (id: ParameterId): string => {
	const { label, unit } = parameters[id];
	return unit ? `${label}（${unit}）` : label;
};

/** Commands for what is dated: parameters and breaks of series. */
export const policyCommands: Record<string, Command> = {
	'parameter list': {
		usage: 'parameter list [--id ID]',
		about: '列出参数：今日适用的值，各条生效日期，本地录入的理由',
		words: [],
		options: { id: string },
		async run({ values, data }) {
			const { parametersPage } = await import('#lib/server/pages/parameters.ts');
			const id = optional(values, 'id');
			if (id !== undefined) parameterAsked(id);
			return withLedger(data, (ledger) => {
				const found = parametersPage(ledger, consoleAsker).parameters.filter(
					(one) => id === undefined || one.id === id
				);
				return {
					value: found,
					lines: found.flatMap((one) => [
						`${one.id}　${named(one.id)}`,
						...one.lines.map(
							({ from, until, key, value, own, reason }) =>
								`    ${from} 起${until ? `至 ${until}` : ''}　${key ? `${key}　` : ''}${value}${own ? '　本地录入' : ''}${reason ? `：${reason}` : ''}`
						),
						...(one.lines.length
							? []
							: [
									`    尚未录入${one.keys.length ? `，须指明 --key：${one.keys.map(({ key }) => key).join('、')}` : ''}`
								])
					])
				};
			});
		}
	},
	'parameter set': {
		usage: 'parameter set ID VALUE --from DATE --reason TEXT [--until DATE] [--key KEY]',
		about: '录入一个参数自某日起的值；同一参数同一日的值被替换，理由记入审计',
		words: ['ID', 'VALUE'],
		options: { from: string, until: string, key: string, reason: string },
		needs: ['from', 'reason'],
		async run({ words, values, data }) {
			const { setParameter } = await import('#lib/server/ledger/parameters.ts');
			const id = parameterAsked(words[0]!);
			const [key, until] = [optional(values, 'key'), optional(values, 'until')];
			const line = {
				id,
				from: textOf(values, 'from'),
				value: words[1]!,
				...(key !== undefined && { key }),
				...(until !== undefined && { until })
			};
			if (key === undefined && keysOf(id).length)
				throw new Usage(
					`${named(id)}须用 --key 指明：${keysOf(id)
						.map((one) => `${one.key} ${one.label}`)
						.join('、')}`
				);
			return withLedger(data, (ledger) => {
				setParameter(ledger, consoleAsker, line, textOf(values, 'reason'));
				return {
					value: line,
					lines: [`已录入：${named(id)}自 ${line.from} 起为 ${line.value}。受影响的指标随即重新汇总。`]
				};
			});
		}
	},
	'break add': {
		usage: 'break add --dataset D --from MONTH --note TEXT',
		about: '登记口径变更：自该月起报表口径不同，跨越该月的同比、环比不再计算',
		words: [],
		options: { dataset: string, from: string, note: string },
		needs: ['dataset', 'from', 'note'],
		async run({ values, data }) {
			const { recordBreak } = await import('#lib/server/ledger/breaks.ts');
			const { id, label } = datasetAsked(textOf(values, 'dataset'));
			const from = textOf(values, 'from');
			const entered = { dataset: id, from, note: textOf(values, 'note') };
			return withLedger(data, (ledger) => {
				recordBreak(ledger, consoleAsker, entered);
				return {
					value: entered,
					lines: [`已登记：${label}自 ${from} 起口径变更。跨越该月的同比、环比不再计算，可比口径不受影响。`]
				};
			});
		}
	},
	'break list': {
		usage: 'break list',
		about: '列出本地登记的口径变更',
		words: [],
		options: {},
		async run({ data }) {
			const { definitionBreaks } = await import('#lib/server/ledger/breaks.ts');
			return withLedger(data, (ledger) => {
				const found = definitionBreaks(ledger);
				return {
					value: found,
					lines: found.length
						? found.map((one) => `${one.from} 起　${datasetAsked(one.dataset).label}　${one.note}`)
						: ['没有登记口径变更']
				};
			});
		}
	}
};
