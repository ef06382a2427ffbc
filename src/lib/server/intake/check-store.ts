import type { Dataset, Values } from '#datasets/define.ts';
import { blocks } from '#checks/define.ts';
import { deleteFacts, insertFacts } from '#lib/server/ledger/facts.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import type { Found, Sink } from './check-rows.ts';

const batch = 4000;

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

	/** Takes back the rows of a file that cannot come into force, inside the caller's transaction. */
	dropRows(): void {
		this.keeping = false;
		deleteFacts(this.#ledger, this.#dataset, this.#submission);
	}
}
