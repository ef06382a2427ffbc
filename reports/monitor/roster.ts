import enterprises from '#indicators/01-roster/roster-enterprises.ts';
import netChange from '#indicators/01-roster/roster-net-change.ts';
import quality from '#indicators/01-roster/roster-quality.ts';
import timeliness from '#indicators/01-roster/roster-timeliness.ts';
import type { Indicator } from '#indicators/define.ts';
import { observed } from '../define.ts';

/** Clause 1 in 附表1. */
export const rosterIndicators: readonly Indicator[] = [enterprises, netChange, quality, timeliness];

/** The denominator of 获贷率, beside it. */
export const rosterColumn = observed('enterprises', '名录企业', enterprises, { width: 11 });
