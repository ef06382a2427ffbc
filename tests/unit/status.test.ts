import { describe, expect, it } from 'vitest';
import { fromDecimal, type Rational } from '#core/rational.ts';
import type { Standing } from '#indicators/define.ts';
import { shareTarget } from '#indicators/status.ts';

// Protects the light of the notice's one number: at least 50 % of the year's policy funds to key areas.

const standing = (
	period: string,
	value: string,
	projected: string | null = null,
	warning = '0.45'
): Standing => ({
	period,
	value: fromDecimal(value),
	target: fromDecimal('0.5'),
	growth: () => null,
	other: (): Rational | null => (projected === null ? null : fromDecimal(projected)),
	parameter: () => fromDecimal(warning)
});

describe('the share of key areas', () => {
	it('is red below the warning line after June, whatever the period is called', () => {
		for (const period of ['2026-07', '2026Q3', '2026H2', '2026', '2026Q4'])
			expect(shareTarget(standing(period, '0.44'))?.light).toBe('red');
		for (const period of ['2026-06', '2026Q1', '2026Q2', '2026H1'])
			expect(shareTarget(standing(period, '0.44'))?.light).toBe('amber');
	});

	it('follows the warning line of the installation', () => {
		expect(shareTarget(standing('2026Q3', '0.44', null, '0.4'))?.light).toBe('amber');
	});

	it('F6: never says that a year projected just below the target reaches it', () => {
		const said = (projected: string) => shareTarget(standing('2026-09', '0.52', projected));
		expect(said('0.4996')).toEqual({
			light: 'amber',
			because: '目前达标，按现有进度全年预计49.96%，低于目标'
		});
		expect(said('0.49999')?.because).toContain('49.999%');
		expect(said('0.48')?.because).toContain('预计48%');
		expect(said('0.5')?.light).toBe('green');
	});
});
