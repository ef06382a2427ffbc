/** Round values for an axis: from below the least to above the greatest, about `count` steps of 1, 2, 2.5 or 5; what is counted has no half steps. */
export function ticks(
	values: readonly number[],
	options: { count?: number; zero?: boolean; whole?: boolean } = {}
): number[] {
	const { count = 4, zero = false, whole = false } = options;
	let low = Math.min(...values);
	let high = Math.max(...values);
	if (!Number.isFinite(low)) return [0, 1];
	if (zero) [low, high] = [Math.min(0, low), Math.max(0, high)];
	if (low === high) {
		const room = Math.abs(low) * 0.1 || 1;
		[low, high] = zero ? [0, 1] : [low - room, high + room];
	}
	const step = Math.max(whole ? 1 : 0, roundStep((high - low) / count));
	const first = Math.floor(low / step + 1e-9);
	const last = Math.ceil(high / step - 1e-9);
	return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function roundStep(raw: number): number {
	const power = 10 ** Math.floor(Math.log10(raw));
	const lead = raw / power;
	return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 2.5 ? 2.5 : lead <= 5 ? 5 : 10) * power;
}

/** A tick as text: thousands separated, as many decimals as the step needs. */
export function tickText(value: number, all: readonly number[]): string {
	const step = Math.abs((all[1] ?? 1) - (all[0] ?? 0));
	let places = 0;
	while (places < 4 && Number((step * 10 ** places).toPrecision(6)) % 1) places += 1;
	return value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
}
