/** Series of verdicts: what a report tells is enough for who reads it line by line, and neither side holds more series than it may. */
import { describe, expect, it } from 'vitest';
import { headLine } from '../../src/report/ndjson-lines.ts';
import {
  HeardSeries,
  idLength,
  type Named,
  seriesLength,
  seriesOf,
  ToldSeries,
} from '../../src/report/ndjson-series.ts';
import { savedReport } from '../../src/report-file.ts';
import { Random } from '../../tools/fuzz/mutate.ts';

const verdict = (number: number): Named => {
  const id = `p${String(number).padStart(idLength - 1, '0')}`;
  return { id, text: `verdict ${id}\n` };
};

/** Verdicts of a subject; many subjects have the same. */
const drawn = (random: Random): Named[] =>
  Array.from({ length: random.below(3 * seriesLength + 2) }, (_, place) =>
    verdict(place * 10 + random.below(2)),
  );

describe('series', () => {
  it.each([0, 1, seriesLength - 1, seriesLength, seriesLength + 1, 5 * seriesLength])(
    'of %d verdicts hold each of them once, in their order',
    (count) => {
      const all = Array.from({ length: count }, (_, number) => verdict(number));
      const series = seriesOf(all);
      expect(series.flatMap(({ verdicts }) => verdicts)).toEqual(all);
      expect(series).toHaveLength(Math.ceil(count / seriesLength));
      for (const { id, text, verdicts } of series) {
        expect(id).toMatch(/^s[\w-]{12}$/);
        expect(JSON.parse(text)).toEqual({ type: 'series', id, verdicts: verdicts.map((one) => one.id) });
      }
    },
  );

  it('of other verdicts, or in another order, have other names', () => {
    const [a, b, c] = [verdict(1), verdict(2), verdict(3)];
    const names = [[a, b], [b, a], [a, c], [a], [a, b, c]].map((all) => seriesOf(all)[0]?.id);
    expect(new Set(names).size).toBe(names.length);
    expect(seriesOf([verdict(1), verdict(2)])[0]?.id).toBe(names[0]);
  });
});

describe.each([0, 1, 5, 1000])('a report that remembers %d series', (most) => {
  it('has told all that a subject names, and a verdict once', () => {
    const random = new Random(3);
    const [told, heard] = [new ToldSeries(most), new HeardSeries(most)];
    const verdicts = new Set<string>();
    const times = new Map<string, number>();
    for (let subject = 0; subject < 300; subject += 1) {
      const own = seriesOf(drawn(random));
      for (const series of own) {
        const lines = told.linesOf(series).split('\n').slice(0, -1);
        for (const line of lines) {
          if (line.startsWith('verdict')) {
            expect(verdicts.has(line)).toBe(false);
            verdicts.add(line);
          } else {
            expect(line).toBe(series.text.trimEnd());
            heard.add(series);
            times.set(series.id, (times.get(series.id) ?? 0) + 1);
          }
        }
        for (const { text } of series.verdicts) expect(verdicts.has(text.trimEnd())).toBe(true);
      }
      expect(heard.named(own.map(({ id }) => id))).toEqual(own);
    }
    const once = [...times.values()].filter((count) => count === 1).length;
    expect(once).toBeGreaterThanOrEqual(Math.min(most, times.size));
    // What is not remembered is told again and again.
    if (most < 6) expect(Math.max(...times.values())).toBeGreaterThan(1);
    else expect(once).toBe(times.size);
  });

  it('forgets what is told again', () => {
    const series = Array.from({ length: most + 2 }, (_, number) => seriesOf([verdict(number)])).flat();
    const heard = new HeardSeries(most);
    for (const one of series) heard.add(one);
    const ids = series.map(({ id }) => id);
    expect(heard.named(ids)).toEqual(series);
    expect(heard.named(ids).filter((one) => one !== undefined)).toHaveLength(most);
  });
});

describe('a report that names what it has not told', () => {
  const head = headLine({
    schema: 'passmuster-report/1',
    tool: { name: 'passmuster', version: '0' },
    asOf: '2026-11-20T00:00:00Z',
    profiles: [],
    limits: {},
  });
  it.each([
    [
      '{"type":"series","id":"s1","verdicts":["p1"]}',
      /a series names a verdict that was not told \(line 2\)/,
    ],
    [
      '{"type":"subject","id":"a","verdicts":["s1"]}',
      /a subject names a series that was not told \(line 2\)/,
    ],
  ])('%s', async (line, message) => {
    await expect(savedReport('r.ndjson', Buffer.from(`${head}${line}\n`))).rejects.toThrow(message);
  });
});
