import { hideInLine, isNothing, type Backing, type Cell, type Limits } from './suppression.ts';

/** A row or column of a table: its key, and whether its own sum is shown. */
export interface Margin {
	readonly key: string;
	readonly shown: boolean;
}

/** A table of two dimensions; pairs of keys that are absent hold nothing. */
export interface Table {
	readonly rows: readonly Margin[];
	readonly columns: readonly Margin[];
	readonly sumShown: boolean;
	readonly cells: readonly TableCell[];
	readonly limits: Limits;
	/** By kind of contributor: whether none stands in two columns of a row, and in two rows of a column. */
	readonly apartInRow: readonly boolean[];
	readonly apartInColumn: readonly boolean[];
}
export interface TableCell {
	readonly row: string;
	readonly column: string;
	readonly backing: Backing;
	readonly withheld?: boolean;
	readonly known?: boolean;
}

/** What is withheld of a table. */
export interface WithheldTable {
	/** Row and column joined by a tab. */
	readonly keys: ReadonlySet<string>;
	/** Nothing of it can be shown, not even its zeros. */
	readonly all: boolean;
}

const keyOf = (row: string, column: string): string => `${row}\t${column}`;

/** A hidden number as an edge between the two sums it enters. */
interface Edge {
	readonly a: number;
	readonly b: number;
	readonly key: string;
	readonly cost: number;
}

/** Edges whose removal parts the graph: numbers that the sums determine. */
function bridges(nodes: number, edges: readonly Edge[]): Edge[] {
	const at: { to: number; edge: Edge }[][] = Array.from({ length: nodes }, () => []);
	for (const edge of edges) {
		at[edge.a]!.push({ to: edge.b, edge });
		at[edge.b]!.push({ to: edge.a, edge });
	}
	const [order, low] = [new Int32Array(nodes).fill(-1), new Int32Array(nodes)];
	const found: Edge[] = [];
	let time = 0;
	const visit = (node: number, by: Edge | null): void => {
		order[node] = low[node] = time++;
		for (const { to, edge } of at[node]!) {
			if (edge === by) continue;
			if (order[to] !== -1) low[node] = Math.min(low[node]!, order[to]!);
			else {
				visit(to, edge);
				low[node] = Math.min(low[node]!, low[to]!);
				if (low[to]! > order[node]!) found.push(edge);
			}
		}
	};
	for (let node = 0; node < nodes; node += 1) if (order[node] === -1) visit(node, null);
	return found;
}

/** The cheapest way from some nodes to a goal, as the edges on it; `null` if there is none. Ties go to the earlier edge. */
function cheapest(
	nodes: number,
	edges: readonly Edge[],
	from: readonly number[],
	isGoal: (node: number) => boolean
): Edge[] | null {
	const cost = new Float64Array(nodes).fill(Infinity);
	const by: (Edge | null)[] = Array.from({ length: nodes }, () => null);
	const done = new Uint8Array(nodes);
	for (const node of from) cost[node] = 0;
	for (;;) {
		let next = -1;
		for (let node = 0; node < nodes; node += 1)
			if (!done[node] && cost[node]! < (next < 0 ? Infinity : cost[next]!)) next = node;
		if (next < 0) return null;
		if (isGoal(next)) {
			const path: Edge[] = [];
			for (let node = next; by[node];) {
				const edge = by[node]!;
				path.push(edge);
				node = edge.a === node ? edge.b : edge.a;
			}
			return path;
		}
		done[next] = 1;
		for (const edge of edges) {
			if (edge.a !== next && edge.b !== next) continue;
			const to = edge.a === next ? edge.b : edge.a;
			if (cost[next]! + edge.cost >= cost[to]!) continue;
			cost[to] = cost[next]! + edge.cost;
			by[to] = edge;
		}
	}
}

/** The connected part each node belongs to. */
function parts(nodes: number, edges: readonly Edge[]): number[] {
	const part = Array.from({ length: nodes }, (_, node) => node);
	const find = (node: number): number => (part[node] === node ? node : (part[node] = find(part[node]!)));
	for (const { a, b } of edges) part[find(a)] = find(b);
	return part.map((_, node) => find(node));
}

/**
 * What has to be withheld of a table whose sums are decided already.
 *
 * - A key withheld by itself is withheld throughout: the whole row or column, but for true zeros.
 * - Every row and column whose sum is shown is a line as `hideInLine` has it.
 * - With each hidden number an edge between its row and its column (a hidden sum one between its row and a node for
 *   all rows), what the shown numbers determine are exactly the edges that are bridges; there must be none.
 * - All hidden rows hang together through hidden cells, and so do all hidden columns. Then what can be worked out of a
 *   table about sums is no more than that they add up, and tables that share a dimension tell nothing more together
 *   than each by itself.
 */
export function hideInTable(table: Table): WithheldTable {
	const { rows, columns, limits } = table;
	const [rowAt, columnAt] = [numbered(rows), numbered(columns)];
	const filled = table.cells
		.filter(({ backing }) => !isNothing(backing))
		.sort((x, y) => (keyOf(x.row, x.column) < keyOf(y.row, y.column) ? -1 : 1));
	const keys = new Set<string>();
	const isHidden = (one: TableCell): boolean => keys.has(keyOf(one.row, one.column));
	const hide = (one: TableCell): void => void keys.add(keyOf(one.row, one.column));
	const shownAt = (margins: readonly Margin[], at: ReadonlyMap<string, number>, key: string): boolean =>
		margins[at.get(key) ?? -1]?.shown ?? true;
	for (const one of filled)
		if (one.withheld || !shownAt(rows, rowAt, one.row) || !shownAt(columns, columnAt, one.column)) hide(one);

	/** Completes every line whose sum is shown; whether something had to be added, or nothing was left to add. */
	const lines = (): 'grown' | 'still' | 'stuck' => {
		let state: 'grown' | 'still' = 'still';
		for (const [margins, side, other, apart] of [
			[rows, 'row', 'column', table.apartInRow],
			[columns, 'column', 'row', table.apartInColumn]
		] as const)
			for (const { key, shown } of margins) {
				const own = filled.filter((one) => one[side] === key);
				if (!shown || !own.length) continue;
				const cells = own.map((one): Cell => ({
					key: one[other],
					backing: one.backing,
					withheld: isHidden(one),
					...(one.known && { known: true })
				}));
				const found = hideInLine(cells, { sumShown: true, limits, apart });
				if (found.zeros) return 'stuck';
				for (const one of own)
					if (found.keys.has(one[other]) && !isHidden(one)) {
						hide(one);
						state = 'grown';
					}
			}
		return state;
	};

	const [allRows, allColumns] = [rows.length + columns.length, rows.length + columns.length + 1];
	const nodes = allColumns + 1;
	const edgeOf = (one: TableCell): Edge => ({
		a: rowAt.get(one.row)!,
		b: rows.length + columnAt.get(one.column)!,
		key: keyOf(one.row, one.column),
		cost: isHidden(one) ? 0 : Math.abs(one.backing.total)
	});
	const [standing, crossing] = [
		new Set(filled.map(({ row }) => row)),
		new Set(filled.map(({ column }) => column))
	];
	const hiddenRows = rows.flatMap(({ key, shown }, at) => (shown || !standing.has(key) ? [] : [at]));
	const hiddenColumns = columns.flatMap(({ key, shown }, at) =>
		shown || !crossing.has(key) ? [] : [rows.length + at]
	);
	const sums: Edge[] = [
		...hiddenRows.map((at) => ({ a: at, b: allColumns, key: '', cost: 0 })),
		...hiddenColumns.map((at) => ({ a: allRows, b: at, key: '', cost: 0 })),
		...(table.sumShown ? [] : [{ a: allRows, b: allColumns, key: '', cost: 0 }])
	];
	const all = { keys, all: true };
	for (;;) {
		const state = lines();
		if (state === 'stuck') return all;
		if (state === 'grown') continue;
		const hidden = filled.filter(isHidden).map(edgeOf);
		const free = filled.filter((one) => isHidden(one) || !one.known).map(edgeOf);
		const add = (path: readonly Edge[] | null): boolean => {
			const before = keys.size;
			for (const { key } of path ?? []) if (key) keys.add(key);
			return keys.size > before;
		};
		const [bridge] = bridges(nodes, [...hidden, ...sums]);
		if (bridge) {
			const others = [...free, ...sums].filter(
				(one) => one !== bridge && (!bridge.key || one.key !== bridge.key)
			);
			if (!add(cheapest(nodes, others, [bridge.a], (node) => node === bridge.b))) return all;
			continue;
		}
		const part = parts(nodes, hidden);
		const loose = [hiddenRows, hiddenColumns].find((members) =>
			members.some((node) => part[node] !== part[members[0]!])
		);
		if (!loose) return { keys, all: false };
		const home = part[loose[0]!];
		const start = part.flatMap((one, node) => (one === home ? [node] : []));
		const goal = new Set(loose.filter((node) => part[node] !== home).map((node) => part[node]));
		if (!add(cheapest(nodes, free, start, (node) => goal.has(part[node]!)))) return all;
	}
}

const numbered = (margins: readonly Margin[]): ReadonlyMap<string, number> =>
	new Map(margins.map(({ key }, at) => [key, at]));
