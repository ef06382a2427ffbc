/** Those behind a number who are of one kind, banks or enterprises: how many, and what the largest of them add. */
export interface Contributors {
	readonly count: number;
	/** What the largest one adds. */
	readonly first: number;
	/** What the largest two add together. */
	readonly two: number;
}

/** A number with those behind it, by kind. Nobody and nothing is a true zero. */
export interface Backing {
	readonly total: number;
	readonly kinds: readonly Contributors[];
}

/** A share as a whole fraction, so that 70 % of 90 is 63 and not a hair less. */
export interface Share {
	readonly n: number;
	readonly d: number;
}

/** When a number is withheld: fewer contributors than this, or one or two of them with more than these shares. */
export interface Limits {
	readonly below: number;
	readonly one: Share;
	readonly two: Share;
}

/** Why a number is withheld on its own account. */
export type Unsafe = 'few' | 'dominated';

/** A cell of a table as far as it matters whether it may be shown. */
export interface Cell {
	readonly key: string;
	readonly backing: Backing;
	/** Decided elsewhere: it may not be shown. */
	readonly withheld?: boolean;
	/** Decided elsewhere: it is shown, so hiding it here would protect nobody. */
	readonly known?: boolean;
	/** Never printed, but to be had by subtraction: the part of a parent that none of its children holds. */
	readonly unprinted?: boolean;
	/** Withheld in a neighbouring month already: the first choice when one more has to go. */
	readonly preferred?: boolean;
}

/** A row or column: whether its sum is shown, and which kinds of contributors never stand in two of its cells. */
export interface Line {
	readonly sumShown: boolean;
	readonly limits: Limits;
	/** By kind: whether the cells share none. */
	readonly apart: readonly boolean[];
}

/** What is withheld of a line. */
export interface Withheld {
	readonly keys: ReadonlySet<string>;
	/** Whether true zeros are withheld as well, for want of anything else to hide behind. */
	readonly zeros: boolean;
}

export const isNothing = ({ total, kinds }: Backing): boolean =>
	total === 0 || kinds.every(({ count }) => count === 0);

/** Why a number may not be shown, whatever stands around it; `null` if it may. A true zero may. */
export function unsafe(backing: Backing, { below, one, two }: Limits): Unsafe | null {
	if (isNothing(backing)) return null;
	const { total, kinds } = backing;
	if (kinds.some(({ count }) => count < below)) return 'few';
	const exceeds = (part: number, { n, d }: Share): boolean => part * d > n * total;
	const dominated = kinds.some((kind) => exceeds(kind.first, one) || exceeds(kind.two, two));
	return dominated ? 'dominated' : null;
}

/**
 * Several cells taken as one. Where a contributor may stand in more than one of them, the worst is assumed: the same
 * few in all, and the largest of each one and the same.
 */
export function together(backings: readonly Backing[], apart: readonly boolean[]): Backing {
	const kinds = apart.map((separate, at): Contributors => {
		const all = backings.map(({ kinds: own }) => own[at]!);
		const add = (of: (one: Contributors) => number): number => all.reduce((sum, one) => sum + of(one), 0);
		const most = (of: (one: Contributors) => number): number => Math.max(0, ...all.map(of));
		if (!separate)
			return { count: most((one) => one.count), first: add((one) => one.first), two: add((one) => one.two) };
		const largest = all.flatMap(({ first, two }) => [first, two - first]).sort((a, b) => b - a);
		return {
			count: add((one) => one.count),
			first: largest[0] ?? 0,
			two: (largest[0] ?? 0) + (largest[1] ?? 0)
		};
	});
	return { total: backings.reduce((sum, { total }) => sum + total, 0), kinds };
}

/** Cheapest first: what is not printed anyway, what is gone in a neighbouring month, then the smallest; ties by key. */
const byCost = (a: Cell, b: Cell): number =>
	Number(b.unprinted ?? false) - Number(a.unprinted ?? false) ||
	Number(b.preferred ?? false) - Number(a.preferred ?? false) ||
	a.backing.total - b.backing.total ||
	(a.key < b.key ? -1 : 1);

/**
 * What has to be withheld of a line. A shown sum less the shown cells is what the hidden ones come to together: so
 * there are at least two of them, and together they satisfy the limits. Of a withheld sum not all parts may be shown.
 */
export function hideInLine(cells: readonly Cell[], line: Line): Withheld {
	const { limits, apart, sumShown } = line;
	const filled = cells.filter(({ backing }) => !isNothing(backing));
	const hidden = filled.filter(
		({ withheld, known, backing }) => withheld || (!known && unsafe(backing, limits))
	);
	const rest = filled.filter((one) => !hidden.includes(one) && !one.known).sort(byCost);
	const found = (zeros = false): Withheld => ({ keys: new Set(hidden.map(({ key }) => key)), zeros });
	const take = (one: Cell): void => {
		rest.splice(rest.indexOf(one), 1);
		hidden.push(one);
	};
	if (!sumShown) {
		const printed = filled.filter((one) => !one.unprinted);
		if (printed.length && printed.every((one) => !hidden.includes(one)) && rest[0]) take(rest[0]);
		return found();
	}
	if (!hidden.length) return found();
	const fits = (cellsTaken: readonly Cell[]): boolean =>
		cellsTaken.length > 1 &&
		unsafe(
			together(
				cellsTaken.map(({ backing }) => backing),
				apart
			),
			limits
		) === null;
	while (!fits(hidden) && rest.length) take(rest.find((one) => fits([...hidden, one])) ?? rest.at(-1)!);
	return found(hidden.length < 2);
}

/** A cell of a tree with the cells below it; the part that none of them holds is an unprinted child. */
export interface Branch extends Cell {
	readonly children: readonly Branch[];
}

/**
 * What has to be withheld of a tree of cells: every group of children is a line whose sum is the parent. A parent whose
 * only child is withheld is the same number, and is withheld as well.
 */
export function hideInTree(roots: readonly Branch[], line: Line): Withheld {
	const parents = new Set<string>();
	for (;;) {
		const keys = new Set<string>();
		let bare: string | null = null;
		const visit = (group: readonly Branch[], sumShown: boolean, parent: string | null): boolean => {
			const cells = group.map((one) => (parents.has(one.key) ? { ...one, withheld: true } : one));
			const own = hideInLine(cells, { ...line, sumShown });
			for (const key of own.keys) keys.add(key);
			if (own.zeros && parent !== null) bare ??= parent;
			for (const { key, children } of group) if (children.length) visit(children, !own.keys.has(key), key);
			return own.zeros;
		};
		const zeros = visit(roots, line.sumShown, null);
		if (bare === null) return { keys, zeros };
		parents.add(bare);
	}
}
