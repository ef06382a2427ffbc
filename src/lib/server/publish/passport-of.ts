import { passportAddress } from '#lib/server/observe/figure-series.ts';
import type { Datum } from './observing.ts';

/** Where the passport of a number is. */
export const passportOf = (datum: Datum): string =>
	passportAddress({ indicator: datum.indicator.id, period: datum.period, where: datum.keys });
