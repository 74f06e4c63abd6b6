/** Bars: every part that is there can be seen, and nothing is wider than the bar. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { outcomes } from '../../src/model/finding.ts';
import { barOrder, countBar, outcomeBar, shareBar } from '../../src/report/html/bars.ts';
import { noOutcomes } from '../../src/model/finding.ts';

const rectsOf = (text: string) =>
  [...text.matchAll(/<rect class="([a-z-]+)" x="(\d+)" width="(\d+)"/g)].map(([, kind, x, width]) => ({
    kind,
    x: Number(x),
    width: Number(width),
  }));

it('of outcomes is filled, in one order, with every outcome that occurs', () => {
  const counts = fc.tuple(...outcomes.map(() => fc.oneof(fc.constant(0), fc.nat(20), fc.nat(10_000_000))));
  fc.assert(
    fc.property(counts, (numbers) => {
      const given = Object.fromEntries(outcomes.map((outcome, index) => [outcome, numbers[index] ?? 0]));
      const own = { ...noOutcomes(), ...given };
      const rects = rectsOf(outcomeBar(own).text);
      expect(rects.map(({ kind }) => kind)).toEqual(barOrder.filter((outcome) => own[outcome] > 0));
      let end = 0;
      for (const { x, width } of rects) {
        expect(x).toBe(end);
        end += width;
      }
      expect(end).toBe(rects.length === 0 ? 0 : 1000);
    }),
  );
});

it('of outcomes that stands alone says its figures', () => {
  expect(outcomeBar({ ...noOutcomes(), fail: 3, unknown: 1_200 }, true).text).toContain(
    'role="img" aria-label="Findings by outcome: 3 fail, 1,200 unknown"',
  );
  expect(outcomeBar(noOutcomes(), true).text).toContain('aria-label="Findings by outcome: none"');
});

it.each([
  [100_000, 1, 100_000, [8, 992]],
  [1, 1, 100_000, [8]],
  [50, 0, 100, [500]],
  [100, 25, 100, [250, 750]],
  [0, 0, 100, []],
])('of %d of which %d fail, beside %d, has the parts %o', (all, failing, largest, parts) => {
  expect(rectsOf(countBar(all, failing, largest).text).map(({ width }) => width)).toEqual(parts);
});

it('of a share is as long as that', () => {
  expect(rectsOf(shareBar('known', 0.213).text)).toEqual([{ kind: 'known', x: 0, width: 213 }]);
  expect(rectsOf(shareBar('known', 0).text)).toEqual([]);
});
