/** Names a point at which the fault tests stop, kill or starve the program. In the product it does nothing: the tests run under the condition `faults`, which puts theirs in its place. */
export const faultPoint = (_name: FaultPoint): void => {};

/** Every point there is. */
export type FaultPoint =
	| 'file.received'
	| 'file.stored'
	| 'receive.entering'
	| 'receive.entered'
	| 'check.begun'
	| 'check.reading'
	| 'check.ending'
	| 'check.ended'
	| 'sign.signing'
	| 'sign.signed'
	| 'rollup.cube'
	| 'rollup.done'
	| 'report.made'
	| 'export.made'
	| 'backup.copied'
	| 'backup.made'
	| 'migrate.done';
