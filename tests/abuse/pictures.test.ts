import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { figures } from '#figures/index.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { figureParams } from '#lib/server/observe/dashboards.ts';
import { shownFigure } from '#lib/server/observe/figure.ts';
import { figureFile } from '#lib/server/observe/figure-file.ts';
import { holds } from '../fixtures/invariants.ts';
import { askerFor, period, twoBanks } from '../fixtures/two-banks.ts';

// Protects whoever opens a saved picture from what a bank wrote into a name.
const hostile = (what: string): string => `${what}<script>window.x=1</script>"onload="x`;
let dir: string;
let ledger: Ledger;
let named = 0;
beforeAll(async () => {
	dir = mkdtempSync(path.join(tmpdir(), 'techfin-pictures-'));
	await twoBanks(dir, { own: (what) => (/行$|分行$/.test(what) ? hostile(what) : what) });
	ledger = openLedger(dir);
});
afterAll(() => {
	holds(ledger);
	ledger.close();
	rmSync(dir, { recursive: true, force: true });
});

/** What a picture of ours is made of. */
const drawn = new Set([
	...['svg', 'g', 'rect', 'path', 'text', 'tspan', 'line', 'polyline', 'polygon', 'circle'],
	...['defs', 'clipPath', 'linearGradient', 'stop', 'pattern', 'style', 'title', 'desc']
]);

it.each([...figures.keys()])(
	'D9: %s, saved as a picture, draws hostile names and runs nothing',
	async (id) => {
		const asker = askerFor(ledger, 'analyst');
		const { query } = shownFigure(ledger, asker, id, { period, scope: 'beijing' });
		const { body } = await figureFile(
			ledger,
			asker,
			id,
			'svg',
			figureParams(ledger, new URLSearchParams(query))
		);
		const picture = String(body);
		const tags = [...picture.matchAll(/<([a-z][\w:-]*)([^<>]*)>/gi)];
		expect(tags.length).toBeGreaterThan(5);
		expect(tags.map(([, tag]) => tag!).filter((tag) => !drawn.has(tag))).toEqual([]);
		for (const [, , attributes] of tags) expect(attributes).not.toMatch(/\s(on\w+|href|xlink:href)\s*=/i);
		// Nothing but tags, an XML head and text whose signs are written out.
		expect(picture.replace(/<\/?[a-z][^<>]*>|<\?xml[^<>]*\?>/gi, '')).not.toMatch(/[<>]/);
		if (picture.includes('&lt;script')) named += 1;
	}
);

it('D9: and such a name did stand in a picture', () => {
	expect(named).toBeGreaterThan(0);
});
