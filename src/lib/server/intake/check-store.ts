import type { Dataset, Values } from '#datasets/define.ts';
import { blocks } from '#checks/define.ts';
import { checks } from '#checks/index.ts';
import { deleteFacts, insertFacts } from '#lib/server/ledger/facts.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import type { Found, Sink } from './check-rows.ts';

const batch = 4000;
/** Findings kept one by one. Of the rest only their number is kept, rule by rule, so that no file fills the ledger. */
const mostKept = 100_000;

/** Keeps rows and findings of a submission being checked, a few thousand at a time. */
export class CheckStore implements Sink {
	/** Whether rows are still worth keeping: none of the file will come into force once a cell cannot be read. */
	keeping = true;
	blocking = 0;
	explainable = 0;
	readonly #ledger: Ledger;
	readonly #dataset: Dataset;
	readonly #submission: number;
	readonly #put: (line: number, row: Values) => void;
	#lines: number[] = [];
	#rows: Values[] = [];
	#findings: Found[] = [];
	#kept = 0;
	readonly #more = new Map<string, { readonly first: Found; count: number }>();

	constructor(ledger: Ledger, dataset: Dataset, submission: number) {
		this.#ledger = ledger;
		this.#dataset = dataset;
		this.#submission = submission;
		this.#put = insertFacts(ledger, dataset, submission);
	}

	row(line: number, row: Values): void {
		if (!this.keeping) return;
		this.#lines.push(line);
		this.#rows.push(row);
		if (this.#rows.length >= batch) this.flush();
	}

	finding(found: Found): void {
		if (blocks(found.severity)) this.blocking += 1;
		else this.explainable += 1;
		if (found.severity === 'syntax') this.keeping = false;
		if (this.#kept >= mostKept) {
			const more = this.#more.get(found.check);
			if (more) more.count += 1;
			else this.#more.set(found.check, { first: found, count: 1 });
			return;
		}
		this.#kept += 1;
		this.#findings.push(found);
		if (this.#findings.length >= batch) this.flush();
	}

	/** Writes what has gathered, in a transaction of its own. */
	flush(): void {
		if (this.#rows.length || this.#findings.length)
			this.#ledger.db.transaction(() => this.write()).immediate();
	}

	/** Writes what has gathered, inside the caller's transaction; rows of a refused file are taken back. */
	write(): void {
		if (this.keeping) this.#lines.forEach((line, at) => this.#put(line, this.#rows[at]!));
		const enter = prepared(
			this.#ledger.db,
			`insert into finding (submission, "check", severity, "where", line, columns, seen, message, remedy, weight)
			values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
		);
		for (const one of this.#findings)
			enter.run(
				this.#submission,
				one.check,
				one.severity,
				one.where,
				one.line,
				one.columns.join(','),
				one.seen,
				one.message,
				one.remedy,
				one.weight
			);
		this.#lines = [];
		this.#rows = [];
		this.#findings = [];
	}

	/** Says of each rule how many findings were not kept one by one. */
	sayMore(): void {
		for (const [check, { first, count }] of this.#more)
			this.#findings.push({
				check,
				severity: first.severity,
				where: '全表',
				line: null,
				columns: [],
				seen: `另有 ${count} 处`,
				message: `${checks.get(check)?.message ?? first.message}；这样的还有 ${count} 处，不再逐一列出`,
				remedy: checks.get(check)?.remedy ?? first.remedy,
				// No row weighs less than nothing: this one stands for so many.
				weight: -count
			});
		this.#more.clear();
	}

	/** Takes back the rows of a file that cannot come into force, inside the caller's transaction. */
	dropRows(): void {
		this.keeping = false;
		deleteFacts(this.#ledger, this.#dataset, this.#submission);
	}
}
