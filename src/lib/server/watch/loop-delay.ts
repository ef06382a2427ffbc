import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often it is looked at, in milliseconds; that much lies between two looks even in an idle process. */
const resolution = 10;

/** How long this process was kept from its next step, in milliseconds. */
export interface LoopDelay {
	readonly mean: number;
	readonly p50: number;
	readonly p99: number;
	readonly most: number;
}

const over = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolution) || 0;

/** Watches the event loop from now on; each reading tells of the time since the one before. */
export function watchLoop(): () => LoopDelay {
	const delay = monitorEventLoopDelay({ resolution });
	delay.enable();
	return () => {
		const found = {
			mean: over(delay.mean),
			p50: over(delay.percentile(50)),
			p99: over(delay.percentile(99)),
			most: over(delay.max)
		};
		delay.reset();
		return found;
	};
}

/** Since this was last asked, from the start of the process on; for the operator's monitoring. */
export const loopDelay = watchLoop();
