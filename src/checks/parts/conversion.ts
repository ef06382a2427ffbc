import { decimalText } from '#core/decimal.ts';
import type { CheckContext } from '../define.ts';

/** Whether an amount in 分 of CNY is what an amount of a currency comes to at period end; `true` too where no mid rate is known. */
export function convertedRightly(
	currency: string,
	amount: number,
	amountCny: number,
	context: CheckContext
): boolean | { message: string; remedy: string } {
	if (currency === 'CNY') return amount === amountCny;
	const mid = context.parameter('midRate', context.periodEnd, currency);
	if (mid === null) return true;
	const right = Math.round(amount * mid);
	const tolerance = context.parameter('midRateTolerance') ?? 0;
	if (Math.abs(amountCny - right) <= Math.abs(right) * tolerance + 1) return true;
	return {
		message: `折人民币金额偏离期末中间价 ${mid} 超过 ${tolerance * 100}%`,
		remedy: `按期末中间价应约为 ${decimalText(right, 2)} 元`
	};
}
